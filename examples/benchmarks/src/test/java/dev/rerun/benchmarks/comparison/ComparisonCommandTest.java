package dev.rerun.benchmarks.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.benchmarks.Terminal;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The comparison from its command line. How long anything takes is no test. */
class ComparisonCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    @SuppressWarnings("NullAway.Init") // before each test
    private Path folder;

    /** The command fails unless all leave the same rows behind, as many as expected. */
    @Test
    void allContendersDoTheSame() throws Exception {
        int status = run("--entries", "700", "--rounds", "1", "--warm-up", "0");

        assertThat(status).as(terminal.err()).isZero();
        assertThat(folder.resolve("results.md")).isNotEmptyFile();
        assertThat(folder.resolve("reprocess.svg")).content().contains("<svg");
        assertThat(folder.resolve("prepare.svg")).isNotEmptyFile();
        JsonNode json = JsonMapper.shared().readTree(Files.readString(folder.resolve("results.json")));
        assertThat(json.get("results").findValuesAsString("contender"))
                .containsSubsequence(
                        "floor-arrays",
                        "floor-copy",
                        "floor-kafka",
                        "rerun",
                        "rerun-kafka",
                        "spring-batch-rows",
                        "spring-batch-arrays",
                        "row-by-row");
        assertThat(json.get("results")).hasSize(2 * 8 * 2);
        assertThat(json.get("ratios")).hasSize(2 * 6);
        for (JsonNode one : json.get("results")) {
            if (one.get("workload").asString().equals("plain")) {
                assertThat(one.get("entries").asLong()).isEqualTo(700);
            }
            assertThat(one.get("seconds")).hasSize(1);
            assertThat(one.get("rate").asDouble()).isPositive();
        }
    }

    private int run(String... more) {
        KafkaCluster cluster = KafkaCluster.shared();
        try (PostgresDatabase database = PostgresServer.shared().database()) {
            List<String> args = new ArrayList<>(List.of(
                    "--out",
                    folder.toString(),
                    "--jdbc-url",
                    database.url(),
                    "--db-user",
                    database.user(),
                    "--kafka",
                    cluster.bootstrap()));
            args.addAll(List.of(more));
            return terminal.run(args.toArray(String[]::new));
        }
    }

    @Test
    void aFolderThatIsNotThereIsMade() {
        folder = folder.resolve("a/b");

        assertThat(run(
                        "--workload",
                        "plain",
                        "--entries",
                        "10",
                        "--rounds",
                        "1",
                        "--warm-up",
                        "1",
                        "--contenders",
                        "floor"))
                .as(terminal.err())
                .isZero();

        assertThat(terminal.out()).contains("Written to " + folder);
        assertThat(folder.resolve("results.json")).isNotEmptyFile();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--entries 0|Invalid value for option '--entries': '0' is out of range; give a whole number from 1 to",
                "--entries many|Invalid value for option '--entries': 'many' is not a long",
                "--rounds 0|Invalid value for option '--rounds': '0' is out of range; give a whole number from 1 to",
                "--warm-up -1|Invalid value for option '--warm-up': '-1' is out of range; give a whole number from 0 to",
                "--threads 65|Invalid value for option '--threads': '65' is out of range; give a whole number from 1 to 64",
                "--workload big|Invalid value for option '--workload': 'big' is no workload; give plain, retail or both",
                "--retail none.csv|Invalid value for option '--retail': 'none.csv' cannot be read; give a file with",
                "--retail pom.xml --workload plain|Invalid value for option '--retail': 'pom.xml' belongs to the workload",
                "--contenders floor,me|Invalid value for option '--contenders': 'me' is no contender; give some of [floor,",
                "--workload plain|Missing option '--out'; give a folder for the results",
                "--out pom.xml|Invalid value for option '--out': 'pom.xml' is a file; give a folder for the results",
                "--out x --kafka localhost|Invalid value for option '--kafka': 'localhost' names no broker",
                "--out x --jdbc-url jdbc:h2:mem:x|Invalid value for option '--jdbc-url': 'jdbc:h2:mem:x' names no PostgreSQL",
                "--outt x|Unknown option",
            })
    void refusesWrongArguments(String args, String message) {
        assertThat(terminal.run(args.split(" ", -1))).isEqualTo(2);
        assertThat(terminal.err()).contains(message).contains("Try 'benchmarks --help'.");
    }
}
