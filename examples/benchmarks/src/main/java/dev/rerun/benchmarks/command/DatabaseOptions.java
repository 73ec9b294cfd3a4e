package dev.rerun.benchmarks.command;

import dev.rerun.benchmarks.server.BenchmarkServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say which server is measured. */
public final class DatabaseOptions {
    private static final String PRODUCT = "jdbc:postgresql:";

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description =
                    "a PostgreSQL server, through any database of it; the benchmark makes databases of its own there"
                            + " and drops them (default: a server of its own, with fsync and else the settings of initdb)")
    private @Nullable String url;

    @Option(
            names = "--db-user",
            paramLabel = "NAME",
            description = "who connects to it and may create databases (default: as the URL says)")
    private @Nullable String user;

    @Option(
            names = "--db-password",
            paramLabel = "PASSWORD",
            description = "with which password (default: as the URL says)")
    private @Nullable String password;

    public void check(CommandLine line) {
        if (url == null) {
            if (user != null || password != null) {
                throw new ParameterException(
                        line, "--db-user and --db-password belong to --jdbc-url, which is not given; give all or none");
            }
        } else if (!url.startsWith(PRODUCT)) {
            throw new ParameterException(
                    line,
                    "Invalid value for option '--jdbc-url': '" + url + "' names no PostgreSQL server; give one such as "
                            + PRODUCT + "//localhost/postgres");
        }
    }

    /** Opens what is right. */
    public BenchmarkServer open() {
        return url == null ? BenchmarkServer.embedded() : BenchmarkServer.given(url, user, password);
    }
}
