package dev.rerun.benchmarks.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.benchmarks.Terminal;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The benchmark of growth from its command line. How long anything takes is no test. */
class GrowthCommandTest {
    private final Terminal terminal = new Terminal();

    @TempDir
    @SuppressWarnings("NullAway.Init") // before each test
    private Path folder;

    /** The command fails unless each run selects, deletes and keeps what its history says. */
    @Test
    void whatDiffersIsMeasuredPointByPoint() throws Exception {
        try (PostgresDatabase database = PostgresServer.shared().database()) {
            int status = terminal.run(
                    "growth",
                    "--series",
                    "items,keys",
                    "--entries",
                    "150",
                    "--rounds",
                    "2",
                    "--out",
                    folder.toString(),
                    "--jdbc-url",
                    database.url(),
                    "--db-user",
                    database.user());
            assertThat(status).as(terminal.err()).isZero();
        }

        assertThat(folder.resolve("growth-items.svg")).content().contains("<svg");
        assertThat(folder.resolve("growth-keys.svg")).isNotEmptyFile();
        assertThat(folder.resolve("growth.md")).content().contains("| items of an entry | 10 |", "150 entries");
        JsonNode points = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("growth.json")))
                .get("points");
        assertThat(points.findValuesAsString("value")).containsExactly("1", "2", "5", "10", "1", "100");
        for (JsonNode point : points) {
            assertThat(point.get("entries").asLong()).isEqualTo(150);
            assertThat(point.get("reprocessSeconds")).hasSize(2);
            assertThat(point.get("rate").asDouble()).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--series shoes | shoes' is none; give some of entries, items, keys, batch, workers, busy",
                "--entries 0 | 0' is out of range; give a whole number from 1 to 20000000",
                "--most 9999 | 9999' is out of range; give a whole number from 10000 to 20000000"
            })
    void wrongArgumentsAreNamed(String arguments, String message) {
        String[] given = ("growth --out " + folder + " " + arguments).split(" ", -1);

        assertThat(terminal.run(given)).isEqualTo(2);

        assertThat(terminal.err()).contains(message);
        assertThat(folder).isEmptyDirectory();
    }
}
