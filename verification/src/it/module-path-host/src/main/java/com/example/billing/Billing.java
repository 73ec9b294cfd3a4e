package com.example.billing;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.EffectiveDatedContracts;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.h2.jdbcx.JdbcConnectionPool;

/** Bills three deliveries, raises the price as of two days ago, and calculates again. */
public final class Billing {
    private Billing() {}

    public static void main(String[] arguments) throws InterruptedException {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        Instant cutoff = today.minus(2, ChronoUnit.DAYS);
        List<ActivityEntry> deliveries = List.of(
                delivery("1", today.minus(3, ChronoUnit.DAYS), "10"),
                delivery("2", today.minus(1, ChronoUnit.DAYS), "20"),
                delivery("3", today.minus(1, ChronoUnit.DAYS), "30"));
        EffectiveDatedContracts newPrices =
                prices().version(fee("v2", "0.60"), cutoff).build();
        AtomicReference<EffectiveDatedContracts> prices =
                new AtomicReference<>(prices().build());
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:billing", "sa", "");

        // shown: embedding
        JdbcSchema.of(database).createOrUpgrade();
        try (RerunEngine engine = RerunEngines.builder()
                .app("billing")
                .store(JdbcStore.on(database))
                .contracts(entry -> prices.get().resolve(entry))
                .build()) {
            engine.process(deliveries);
            prices.set(newPrices);
            Rerun rerun = engine.start(cutoff);
            RerunReport report = rerun.await(Duration.ofMinutes(1));
            System.out.println("deleted " + report.itemsDeleted() + ", created " + report.itemsCreated());
        }
        // shown: end
        try (RerunEngine engine = RerunEngines.builder()
                .app("billing")
                .store(JdbcStore.on(database))
                .contracts(newPrices)
                .authorizer((caller, action, app) -> caller.equals("ann"))
                .build()) {
            Steering.steer(engine, cutoff);
        }
        database.dispose();
        requireNoJakartaPersistence();
    }

    /** What is optional for a host is not there unless the host brings it. */
    private static void requireNoJakartaPersistence() {
        try {
            throw new IllegalStateException(Class.forName("jakarta.persistence.EntityManager") + " is there");
        } catch (ClassNotFoundException e) {
            System.out.println("without Jakarta Persistence");
        }
    }

    private static ActivityEntry delivery(String id, Instant time, String parcels) {
        return new ActivityEntry("billing", id, "customer 7", time, time, parcels);
    }

    private static EffectiveDatedContracts.Builder prices() {
        return EffectiveDatedContracts.by(entry -> Optional.of("delivery"))
                .version(fee("v1", "0.50"), Instant.parse("2020-01-01T00:00:00Z"));
    }

    private static Contract fee(String version, String amount) {
        return new Contract(new ContractId("delivery", version), "delivery", Map.of("fee per parcel", amount));
    }
}
