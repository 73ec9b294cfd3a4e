package dev.rerun.console.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is configured about the engine.
 *
 * @param app whose activities
 * @param kafka what runs go through
 * @param workers how many batches this process works on at the same time; zero leaves the work to others
 * @param now the instant that counts as the present, for old data; null for the database's clock
 * @param demo whether the servers are this process's own, with data and users to begin with
 */
@ConfigurationProperties("console")
public record ConsoleSettings(
        App app, Kafka kafka, int workers, @Nullable Instant now, boolean demo) {
    /**
     * The app.
     *
     * @param publicId what stands in addresses
     * @param name what rerun calls it
     * @param title what people call it
     */
    public record App(String publicId, String name, String title) {}

    /**
     * The stream.
     *
     * @param brokers some of the brokers
     * @param topic the topic, which nothing else uses
     */
    public record Kafka(String brokers, String topic) {}
}
