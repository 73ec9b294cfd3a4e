package dev.rerun.console;

import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** The database and the broker of all tests. */
final class TestServers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String TOPIC = "console-tests";

    @Override
    @SuppressWarnings({"MustBeClosed", "resource"}) // with this process
    public void initialize(ConfigurableApplicationContext context) {
        CompletableFuture<KafkaCluster> brokers = CompletableFuture.supplyAsync(KafkaCluster::shared);
        PostgresDatabase database = PostgresServer.shared().database();
        TestPropertyValues.of(
                        "spring.datasource.url=" + database.url(),
                        "spring.datasource.username=" + database.user(),
                        "console.kafka.brokers=" + brokers.join().bootstrap(),
                        "console.kafka.topic=" + TOPIC)
                .applyTo(context);
    }
}
