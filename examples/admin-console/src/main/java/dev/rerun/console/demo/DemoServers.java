package dev.rerun.console.demo;

import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggerConfiguration.ConfigurationScope;
import org.springframework.boot.logging.LoggingSystem;

/** A database server and a broker that end with this process, for a look without any installation. */
public final class DemoServers {
    private static final String TOPIC = "console-reruns";

    private final PostgresDatabase database;
    private final KafkaCluster brokers;

    private DemoServers(PostgresDatabase database, KafkaCluster brokers) {
        this.database = database;
        this.brokers = brokers;
    }

    /** Starts both at the same time. */
    @SuppressWarnings("MustBeClosed") // with the process
    public static DemoServers start() {
        CompletableFuture<KafkaCluster> brokers = CompletableFuture.supplyAsync(KafkaCluster::start);
        Runtime.getRuntime().addShutdownHook(new Thread(DemoServers::endQuietly, "demo-servers-end"));
        PostgresDatabase database = PostgresServer.startWithoutFsync().database();
        return new DemoServers(database, brokers.join());
    }

    /** When the process ends, servers and application end at once; what the one then says of the other is of no interest. */
    private static void endQuietly() {
        LoggingSystem logging = LoggingSystem.get(DemoServers.class.getClassLoader());
        for (LoggerConfiguration logger : logging.getLoggerConfigurations()) {
            if (logger.getLevelConfiguration(ConfigurationScope.DIRECT) != null) {
                logging.setLogLevel(logger.getName(), LogLevel.OFF);
            }
        }
    }

    /** What the application is to be told of them. */
    public Map<String, Object> settings() {
        return Map.of(
                "spring.datasource.url", database.url(),
                "spring.datasource.username", database.user(),
                "console.kafka.brokers", brokers.bootstrap(),
                "console.kafka.topic", TOPIC);
    }

    /** What a worker's command line is to be given, to work with this process. */
    public String workerOptions() {
        return "--jdbc-url " + database.url() + " --db-user " + database.user() + " --kafka " + brokers.bootstrap();
    }
}
