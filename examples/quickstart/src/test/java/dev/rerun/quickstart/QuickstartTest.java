package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.servers.MariaDbDatabase;
import dev.rerun.servers.MariaDbServer;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line: what it prints, what it refuses, and what it leaves behind. */
class QuickstartTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final Command command = new Command();

    private int run(String... args) {
        return command.run(List.of(args));
    }

    @Test
    void printsTheAccountOfTheSampleAndItsTwoDigests() {
        assertThat(run()).as(command.errors()).isZero();

        assertThat(command.printed())
                .contains("before the rerun " + SampleTest.BEFORE, "after the rerun " + SampleTest.AFTER)
                .anyMatch(line -> line.endsWith(" items deleted"))
                .anyMatch(line -> line.endsWith(" items kept: on an invoice"))
                .anyMatch(line -> line.endsWith(" retained (sales whose items were kept)"))
                .anyMatch(line -> line.startsWith("uk v2"));
        assertThat(command.errors()).isEmpty();
    }

    @Test
    void fillsADatabaseThatIsGivenAndRefusesItWhenItIsFull() {
        try (PostgresDatabase database = PostgresServer.shared().database()) {
            String[] where = {"--jdbc-url", database.url(), "--db-user", database.user(), "--db-password", "none"};
            assertThat(run(where)).as(command.errors()).isZero();
            assertThat(command.printed())
                    .contains("before the rerun " + SampleTest.BEFORE, "after the rerun " + SampleTest.AFTER);

            assertThat(run(where)).isEqualTo(1);
            assertThat(command.errors()).contains("already holds entries").contains("give an empty database");
        }
    }

    @Test
    void fillsAMariaDbDatabaseToo() {
        try (MariaDbDatabase database = MariaDbServer.shared().database()) {
            assertThat(run("--jdbc-url", database.url(), "--db-user", database.user()))
                    .as(command.errors())
                    .isZero();
            assertThat(command.printed())
                    .contains("before the rerun " + SampleTest.BEFORE, "after the rerun " + SampleTest.AFTER);
        }
    }

    @Test
    void refusesAUserWithoutADatabase() {
        assertThat(run("--db-user", "somebody")).isEqualTo(2);
        assertThat(command.errors()).contains("--jdbc-url, which is not given");
    }

    @Test
    void writesTheAnswerToAFile() throws Exception {
        Path dump = directory.resolve("answer");

        assertThat(run("--dump", dump.toString())).as(command.errors()).isZero();

        assertThat(NaiveScenario.sha256(Files.readAllLines(dump))).isEqualTo(SampleTest.AFTER);
        assertThat(NaiveScenario.sha256(Files.readAllLines(directory.resolve("answer.before"))))
                .isEqualTo(SampleTest.BEFORE);
    }

    @Test
    void readsInstantsAsUtcOrWithTheirOffset() {
        run("--cutoff", "2011-09-01T02:00:00+02:00", "--now", "2011-12-10T00:00:00Z", "--workers", "1");

        assertThat(command.printed()).contains("after the rerun " + SampleTest.AFTER);
    }

    @Test
    void runsOnAFileWithoutLines() throws Exception {
        Path csv = directory.resolve("none.csv");
        Files.writeString(csv, "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n");

        assertThat(run("--csv", csv.toString())).as(command.errors()).isZero();

        String nothing = NaiveScenario.sha256(List.of());
        assertThat(command.printed()).contains("before the rerun " + nothing, "after the rerun " + nothing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "--cutoff yesterday|Invalid value for option '--cutoff': 'yesterday' is not an instant; give one such as",
                "--until 2011-09-31T00:00:00|Invalid value for option '--until'",
                "--now 12011-09-01T00:00:00|Invalid value for option '--now'",
                "--cutoff 2011-09-02T00:00:00 --until 2011-09-01T00:00:00|'--cutoff': '2011-09-02T00:00:00Z' is not before",
                "--cutoff 2011-09-02T00:00:00 --now 2011-09-01T00:00:00|'--cutoff': '2011-09-02T00:00:00Z' is after --now",
                "--retention-days 0|'--retention-days': '0' is out of range; give a whole number from 1 to",
                "--retention-days -3|'--retention-days': '-3' is out of range",
                "--retention-days x|Invalid value for option '--retention-days': 'x' is not a whole number",
                "--invoiced-modulus 0|'--invoiced-modulus': '0' is out of range",
                "--ui-modulus -1|'--ui-modulus': '-1' is out of range",
                "--edit-modulus 0|'--edit-modulus': '0' is out of range",
                "--workers -1|'--workers': '-1' is out of range; give a whole number from 0 to 64",
                "--workers 65|'--workers': '65' is out of range",
                "--workers 0|'--workers': '0' leaves the rerun to other processes",
                "--workers 0 --kafka localhost:9092|give --jdbc-url, or at least 1 worker",
                "--kafka localhost|'--kafka': 'localhost' is no list of brokers, since 'localhost' is not HOST:PORT",
                "--kafka a:9092,b:|'--kafka': 'a:9092,b:' is no list of brokers, since 'b:' is not",
                "--kafka a:9092,|'--kafka': 'a:9092,' is no list of brokers, since '' is not",
                "--kafka a:65536|with a port from 1 to 65535; give some such as kafka1:9092,kafka2:9092",
                "--topic t|--topic 't' belongs to --kafka, which is not given; give both or none",
                "--kafka a:9092 --topic a/b|Invalid value for option '--topic': 'a/b' cannot be the name of a topic",
                "--worker|--worker needs --jdbc-url, which is not given; give the database of the process that",
                "--worker --kafka a:9092|--worker needs --jdbc-url",
                "--worker --jdbc-url jdbc:h2:mem:w --csv x|'--csv' means nothing to a --worker, which runs no scenario",
                "--worker --jdbc-url jdbc:h2:mem:w --dump x|'--dump' means nothing to a --worker",
                "--worker --jdbc-url jdbc:h2:mem:w --cutoff 2011-09-02T00:00:00|'--cutoff' means nothing to a --worker",
                "--worker --jdbc-url jdbc:h2:mem:w --workers 0|'0' leaves a --worker nothing to do; give at least 1",
                "--csv nowhere.csv|'--csv': 'nowhere.csv' is no file that can be read",
                "--dump nowhere/at/all|'--dump': 'nowhere/at/all' cannot be written",
                "--cut=1|Unknown option: '--cut=1'",
            })
    void refusesWrongArguments(String args, String message) {
        assertThat(run(args.split(" ", -1))).isEqualTo(2);

        assertThat(command.errors()).contains(message).doesNotContain("Exception");
        assertThat(command.printed()).isEmpty();
    }

    @Test
    void failsInWordsOnABadFile() throws Exception {
        Path csv = directory.resolve("bad.csv");
        String sample = SampleGenerator.generate();
        Files.writeString(csv, sample.replaceFirst("\n$", "\n1,2,3\n"));

        assertThat(run("--csv", csv.toString())).isEqualTo(1);

        assertThat(command.errors())
                .startsWith("quickstart failed: " + csv + ", data line "
                        + sample.lines().count() + " (line ")
                .contains("has 3 fields instead of 8")
                .doesNotContain("\tat ");
    }

    @Test
    void doesNotOverwriteItsInput() throws Exception {
        Path csv = directory.resolve("lines.csv.before");
        Files.writeString(csv, SampleGenerator.generate());

        assertThat(run(
                        "--csv",
                        csv.toString(),
                        "--dump",
                        directory.resolve("lines.csv").toString()))
                .isEqualTo(2);

        assertThat(command.errors()).contains("'--dump': '" + csv + "' is the file of --csv");
        assertThat(csv).hasContent(SampleGenerator.generate());
    }

    @Test
    void explainsEachOptionWithItsDefault() {
        assertThat(run("--help")).isZero();
        String help = String.join("\n", command.printed());

        List<String> missing = new ArrayList<>();
        for (var option :
                Quickstart.commandLine(Progress.Display.NONE).getCommandSpec().options()) {
            String description = Arrays.toString(option.description());
            if (!option.usageHelp() && !description.contains("(default: ")) {
                missing.add(option.longestName());
            }
            assertThat(help).contains(option.longestName());
        }
        assertThat(missing).isEmpty();
        assertThat(help.replaceAll("\\s+", " "))
                .contains("(default: 2011-09-01T00:00:00)", "(default: 45)")
                .doesNotContain("DEFAULT-VALUE");
    }

    @Test
    void leavesNoDatabaseBehind() throws Exception {
        Path made;
        try (TemporaryDatabase database = new TemporaryDatabase(1)) {
            made = database.directory();
            touch(database.dataSource());
            try (Stream<Path> files = Files.list(made)) {
                assertThat(files).isNotEmpty();
            }
        }
        assertThat(made).doesNotExist();
    }

    private static void touch(DataSource dataSource) throws Exception {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            assertThat(Objects.requireNonNull(statement).execute("create table t (i integer)"))
                    .isFalse();
        }
    }
}
