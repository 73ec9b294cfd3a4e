package dev.rerun.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.benchmarks.command.Progress;
import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.history.DatasetFiller;
import dev.rerun.benchmarks.history.WorkDone;
import dev.rerun.benchmarks.measure.Measured;
import dev.rerun.benchmarks.prepare.BareSqlWay;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line: what it prints, what it refuses, and what it leaves behind. How long anything takes is no test. */
class BenchmarksTest {
    private final Terminal terminal = new Terminal();

    @SuppressWarnings("NullAway.Init") // before each test
    private PostgresDatabase database;

    @BeforeEach
    void open() {
        database = PostgresServer.shared().database();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private int prepare(String... args) {
        String[] all = Arrays.copyOf(
                new String[] {"prepare", "--jdbc-url", database.url(), "--db-user", database.user()}, 5 + args.length);
        System.arraycopy(args, 0, all, 5, args.length);
        return terminal.run(all);
    }

    /** The command fails unless both ways leave the same rows behind, as many as expected. */
    @ParameterizedTest
    @CsvSource({"300, 1000", "1000, 300", "1, 20", "7, 23"})
    void bothWaysDoTheSameWork(long entries, long items) {
        assertThat(prepare("--entries", "" + entries, "--items", "" + items, "--rounds", "2"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out().lines())
                .anyMatch(line -> line.startsWith("PostgreSQL 18") && line.contains("fsync off"))
                .anyMatch(line -> line.equals(
                        "%,d entries selected; %,d items, of which %,d eligible".formatted(entries, items, items / 2)))
                .anyMatch(line -> line.matches("2 +\\d+\\.\\d\\d s +\\d+\\.\\d\\d s +\\d+\\.\\d\\d"))
                .anyMatch(line -> line.startsWith("median "))
                .anyMatch(line -> line.startsWith("heap of the engine's process: "));
    }

    /** The command fails unless both ways leave the same rows behind, as many as expected. */
    @Test
    void updatesGoOnWhileBothWaysPrepare() {
        int status = terminal.run(
                "waits",
                "--jdbc-url",
                database.url(),
                "--db-user",
                database.user(),
                "--entries",
                "500",
                "--items",
                "3000",
                "--rounds",
                "2");

        assertThat(status).as(terminal.err()).isZero();
        assertThat(terminal.out().lines())
                .anyMatch(line -> line.matches("2( +\\d+\\.\\d\\d s of +\\d+\\.\\d\\d s){2} +\\d+\\.\\d\\d"))
                .anyMatch(line -> line.matches("updates in all: [\\d,]+ beside the engine, [\\d,]+ beside bare SQL"));
    }

    @Test
    void progressIsAskedForWhileWorkersWork() {
        int status = terminal.run(
                "progress",
                "--jdbc-url",
                database.url(),
                "--db-user",
                database.user(),
                "--entries",
                "3000",
                "--items",
                "1000",
                "--questions",
                "20");

        assertThat(status).as(terminal.err()).isZero();
        assertThat(terminal.out().lines())
                .anyMatch(line -> line.matches("2 workers processed [\\d,]+ of 3,000 entries meanwhile; .*"))
                .anyMatch(line -> line.matches("report +20 +\\d+\\.\\d\\d ms +\\d+\\.\\d\\d ms"))
                .anyMatch(line -> line.startsWith("floor "));
    }

    @Test
    void whatIsPreparedIsEveryKindOfItem() throws Exception {
        Dataset dataset = new Dataset(300, 1000);
        try (BenchmarkServer server = BenchmarkServer.given(database.url(), database.user(), null)) {
            var filled = server.create("filled");
            new DatasetFiller(dataset).fill(filled);
            WorkDone before = WorkDone.in(filled);
            assertThat(before.left().count()).isEqualTo(1000);

            Measured measured = new BareSqlWay().prepare(filled);

            WorkDone after = WorkDone.in(filled);
            assertThat(measured.counts()).isEqualTo(dataset.expected());
            assertThat(dataset.expected().kept().values()).hasSize(5).allMatch(count -> count > 0);
            assertThat(after.entries().count()).isEqualTo(300);
            assertThat(after.lanes().count()).isBetween(1L, (long) Dataset.LANES);
            assertThat(after.archived().count()).isEqualTo(500);
            assertThat(after.left().count()).isEqualTo(500);
            assertThat(after.archived().sum().add(after.left().sum()))
                    .isEqualTo(before.left().sum());
        }
    }

    @Test
    void showsThePlansOfEachKindOfWork() {
        assertThat(prepare("--entries", "1000", "--items", "2000", "--plans"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out())
                .containsSubsequence(
                        "# Prepare",
                        "insert into rerun_entry",
                        "Insert on rerun_entry",
                        "delete from register_item i",
                        "Delete on register_item i",
                        "from register_item i where i.app_id",
                        "Seq Scan on register_item i",
                        "# First processing",
                        "activity_entry e where",
                        "# A worker's batches",
                        "Update on rerun_lane",
                        "A worker's batches: sequential scans of activity_entry, activity_outcome, register_item: ")
                .containsPattern("Prepare: sequential scans of .*: .*register_item");
    }

    @Test
    void leavesNoDatabaseBehind() throws SQLException {
        List<String> before = databases();
        assertThat(prepare("--entries", "10", "--items", "20", "--rounds", "1")).isZero();
        assertThat(databases()).isEqualTo(before);
    }

    private List<String> databases() throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "select string_agg(datname, ',') from pg_database where datname like 'rerun_benchmark%'")) {
            result.next();
            String names = result.getString(1);
            return names == null ? List.of() : List.of(names.split(",", -1));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--entries 0|Invalid value for option '--entries': '0' is out of range; give a whole number from 1 to",
                "--items 19|Invalid value for option '--items': '19' is out of range; give a whole number from 20 to",
                "--rounds 0|Invalid value for option '--rounds': '0' is out of range; give a whole number from 1 to",
                "--jdbc-url jdbc:h2:mem:x|Invalid value for option '--jdbc-url': 'jdbc:h2:mem:x' names no PostgreSQL server",
                "--db-user somebody|--db-user and --db-password belong to --jdbc-url, which is not given",
            })
    void refusesWrongArguments(String args, String message) {
        assertThat(terminal.run(("prepare " + args).split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err()).contains(message).contains("Try 'benchmarks prepare --help'.");
    }

    @Test
    void saysInWordsThatTheServerCannotBeReached() {
        assertThat(terminal.run("prepare", "--jdbc-url", "jdbc:postgresql://127.0.0.1:1/none"))
                .isEqualTo(1);
        assertThat(terminal.err()).startsWith("benchmarks failed: Connection to 127.0.0.1:1 refused");
    }

    @Test
    void explainsEachOptionOfTheComparisonWithItsDefault() {
        assertThat(terminal.run("--help")).isZero();

        for (var option :
                Benchmarks.commandLine(Progress.Display.NONE).getCommandSpec().options()) {
            assertThat(terminal.out()).contains(option.longestName());
            assertThat(option.usageHelp()
                            || Arrays.toString(option.description()).contains("(default: "))
                    .as(option.longestName())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepare", "kafka"})
    void explainsEachOptionWithItsDefault(String name) {
        assertThat(terminal.run(name, "--help")).isZero();

        CommandLine command = Objects.requireNonNull(
                Benchmarks.commandLine(Progress.Display.NONE).getSubcommands().get(name));
        for (var option : command.getCommandSpec().options()) {
            assertThat(terminal.out()).contains(option.longestName());
            assertThat(option.usageHelp()
                            || Arrays.toString(option.description()).contains("(default: "))
                    .as(option.longestName())
                    .isTrue();
        }
        assertThat(terminal.run("--help")).isZero();
        assertThat(terminal.out()).containsPattern("\\n +" + name + "  ");
    }
}
