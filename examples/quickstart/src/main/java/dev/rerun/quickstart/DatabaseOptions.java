package dev.rerun.quickstart;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that say where the scenario takes place. */
final class DatabaseOptions {
    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description =
                    "an empty PostgreSQL, MariaDB, MySQL or H2 database, which is filled and kept (default: a temporary H2)")
    private @Nullable String url;

    @Option(names = "--db-user", paramLabel = "NAME", description = "who connects to it (default: as the URL says)")
    private @Nullable String user;

    @Option(
            names = "--db-password",
            paramLabel = "PASSWORD",
            description = "with which password (default: as the URL says)")
    private @Nullable String password;

    ScenarioDatabase open(CommandLine line, int workers) {
        if (url != null) {
            return new GivenDatabase(url, user, password, workers);
        }
        if (user != null || password != null) {
            throw new ParameterException(
                    line, "--db-user and --db-password belong to --jdbc-url, which is not given; give all or none");
        }
        if (workers == 0) {
            throw new ParameterException(
                    line,
                    "Invalid value for option '--workers': '0' leaves the rerun to other processes, which cannot reach a"
                            + " temporary database; give --jdbc-url, or at least 1 worker");
        }
        return new TemporaryDatabase(workers);
    }

    /** For a worker process, which works on runs in the database of another. */
    ScenarioDatabase openForWorker(CommandLine line, int workers) {
        if (url == null) {
            throw new ParameterException(
                    line,
                    "--worker needs --jdbc-url, which is not given; give the database of the process that runs the"
                            + " scenario");
        }
        return open(line, workers);
    }
}
