package com.example.sharing;

import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.EffectiveDatedContracts;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.kafka.KafkaStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** A house whose processes share their reruns through Kafka: one starts them, others calculate. */
public final class SharedBilling {
    private final DataSource database;
    private final ContractResolver prices;
    private final String brokers;
    private final Map<String, String> security;
    private final CountDownLatch stopped = new CountDownLatch(1);

    private SharedBilling(DataSource database, String brokers, Map<String, String> security) {
        this.database = database;
        this.prices = EffectiveDatedContracts.by(entry -> Optional.of("delivery"))
                .version(
                        new Contract(new ContractId("delivery", "v1"), "delivery", Map.of("fee per parcel", "0.50")),
                        Instant.parse("2020-01-01T00:00:00Z"))
                .build();
        this.brokers = brokers;
        this.security = security;
    }

    /** Nobody listens at the port that is given here. */
    public static void main(String[] arguments) throws InterruptedException {
        JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:billing", "sa", "");
        JdbcSchema.of(pool).createOrUpgrade();
        SharedBilling house =
                new SharedBilling(pool, "127.0.0.1:1", Map.of("security.protocol", "PLAINTEXT", "client.id", "billing"));
        System.out.println(house.stream());
        house.stopped.countDown();
        house.work();
        try {
            house.rerun(Instant.now().minus(Duration.ofDays(2)));
        } catch (StreamNotReadyException e) {
            System.out.println("refused: " + e.getMessage());
        }
        pool.dispose();
    }

    // shown: stream
    KafkaStream stream() {
        return KafkaStream.builder(brokers)
                .topic("billing-reruns")
                .createTopic(16, 3)
                .timeout(Duration.ofSeconds(5))
                .settings(security)
                .build();
    }
    // shown: end

    private void rerun(Instant cutoff) {
        // shown: start
        try (RerunEngine engine = RerunEngines.builder()
                .app("billing")
                .store(JdbcStore.on(database))
                .contracts(prices)
                .stream(stream())
                .workers(0)
                .build()) {
            RerunReport report = engine.start(cutoff).await(Duration.ofHours(1));
            System.out.println("done " + report.done() + ", failed " + report.failed());
        }
        // shown: end
    }

    private void work() throws InterruptedException {
        // shown: work
        try (RerunEngine engine = RerunEngines.builder()
                .store(JdbcStore.on(database))
                .contracts(prices)
                .stream(stream())
                .workers(4)
                .build()) {
            stopped.await();
        }
        // shown: end
    }
}
