package dev.rerun.console.command;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say where the database and Kafka are. */
final class ServerOptions {
    private static final String PRODUCT = "jdbc:postgresql:";
    private static final String BROKER = "[^:,\\s]+:[0-9]{1,5}";

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "the PostgreSQL database, such as jdbc:postgresql://localhost/billing")
    private @Nullable String url;

    @Option(names = "--db-user", paramLabel = "NAME", description = "who connects to it (default: as the URL says)")
    private @Nullable String user;

    @Option(
            names = "--db-password",
            paramLabel = "PASSWORD",
            description =
                    "with which password; better in the variable SPRING_DATASOURCE_PASSWORD (default: as the URL says)")
    private @Nullable String password;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "a broker, or several with commas between, such as kafka1:9092,kafka2:9092")
    private @Nullable String brokers;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "the topic, which nothing else uses; the same for all processes of a database"
                    + " (default: console-reruns)")
    private @Nullable String topic;

    /** Whether the servers are given; one of the two alone is refused. */
    boolean given(CommandLine line) {
        if (url == null && brokers == null) {
            if (user != null || password != null || topic != null) {
                throw new ParameterException(
                        line, "--db-user, --db-password and --topic belong to --jdbc-url and --kafka; give those, too");
            }
            return false;
        }
        if (url == null || brokers == null) {
            throw new ParameterException(
                    line, (url == null ? "--jdbc-url" : "--kafka") + " is missing; give both servers, or neither");
        }
        if (!url.startsWith(PRODUCT)) {
            throw new ParameterException(
                    line,
                    "Invalid value for option '--jdbc-url': '" + url
                            + "' names no PostgreSQL database; give one such as " + PRODUCT + "//localhost/billing");
        }
        if (!brokers.matches(BROKER + "(," + BROKER + ")*")) {
            throw new ParameterException(
                    line,
                    "Invalid value for option '--kafka': '" + brokers
                            + "' names no broker; give one such as localhost:9092");
        }
        return true;
    }

    /** What the application is to be told of them. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        put(settings, "spring.datasource.url", url);
        put(settings, "spring.datasource.username", user);
        put(settings, "spring.datasource.password", password);
        put(settings, "console.kafka.brokers", brokers);
        put(settings, "console.kafka.topic", topic);
        return settings;
    }

    private static void put(Map<String, Object> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
