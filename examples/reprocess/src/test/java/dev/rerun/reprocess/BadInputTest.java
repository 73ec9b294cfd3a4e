package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong is named, and nothing is sent. */
class BadInputTest {
    @RegisterExtension
    private final Scene scene = new Scene();

    @AfterEach
    void nothingIsSent() {
        assertThat(scene.server().sent()).isEmpty();
    }

    @Test
    void aConditionOnAColumnThatIsNotThere() {
        scene.operator().configure("approaches:\n  mine:\n    - {column: stauts_code, in: [FAILED]}\n");

        assertRefused(List.of("stauts_code"), "--db", "--approach", "mine");
    }

    @Test
    void anOrderByAColumnThatIsNotThere() {
        scene.operator().configure("order: [latest_dtimes]\n");

        assertRefused(List.of("latest_dtimes"), "--db");
    }

    @Test
    void aQueryThatTakesTooLong() {
        scene.operator().configure("database:", "database:\n  query-timeout: 2s");
        scene.operator()
                .configure("approaches:\n  slow:\n    - {sql: \"(select pg_sleep(?)) is not null\", values: [20]}\n");

        assertRefused(List.of("database.query-timeout"), "--db", "--approach", "slow");
        assertThat(scene.operator().types("--status")).isZero();
        assertThat(scene.operator().reads()).contains("There were no runs");

        assertRefused(List.of("database.query-timeout"), "--db", "--approach", "slow", "--repeat");
        assertThat(scene.operator().types("--status")).isZero();
        assertThat(scene.operator().reads().lines())
                .singleElement()
                .asString()
                .contains("--repeat", ": FAILED, 0 of 0");
    }

    @Test
    void nothingMatches() {
        scene.operator().configure("approaches:\n  none:\n    - {column: status_code, in: [NO_SUCH_STATUS]}\n");

        assertThat(scene.operator().types("--db", "--approach", "none")).isZero();
        assertThat(scene.operator().reads()).contains("Nothing matches --db none");
    }

    @Test
    void nothingMatchesARepetition() {
        scene.operator().configure("approaches:\n  none:\n    - {column: status_code, in: [NO_SUCH_STATUS]}\n");

        assertThat(scene.operator().types("--db", "--approach", "none", "--repeat"))
                .isZero();
        assertThat(scene.operator().reads()).contains("Nothing matches --db none --repeat");
    }

    @Test
    void aSecretThatIsWrong() {
        scene.operator().set("CLIENT_SECRET", "not-the-secret");

        assertRefused(List.of("refused the client ID", "KER-ATH-005", RegistrationProcessor.CLIENT), "--db");
        assertThat(scene.operator().errors()).doesNotContain("not-the-secret");
    }

    @Test
    void aTokenServerThatIsOutOfOrder() {
        scene.server().answerTokensWith(503);

        assertRefused(List.of("/v1/authmanager/", "HTTP 503"), "--db");
    }

    @Test
    void aServerThatIsNotThere() {
        scene.operator().configure(scene.server().url(), "http://127.0.0.1:1");

        assertRefused(List.of("http://127.0.0.1:1/v1/authmanager/"), "--db");
    }

    @Test
    void aDatabaseThatIsNotThere() {
        scene.operator().configure(scene.registrations().database().url(), "jdbc:postgresql://127.0.0.1:1/none");

        assertRefused(List.of("jdbc:postgresql://127.0.0.1:1/none"), "--db");
    }

    @Test
    void aTableThatIsNotThere() {
        scene.operator().configure("database:", "database:\n  table: regprc.registrations");

        assertRefused(List.of("regprc.registrations"), "--db");
    }

    @Test
    void aVariableThatIsNotSet() {
        scene.operator().unset("CLIENT_SECRET");

        assertRefused(List.of("server.client-secret", "CLIENT_SECRET, which is not set"), "--db");
        assertRefused(List.of("FAILED_AFTER, which is not set"), "--db", "--approach", "non-recoverable");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`  tries: 3` | `  trys: 3` | server.trys in",
                "`  tries: 3` | `  tries: 0` | server.tries in",
                "`  tries: 3` | `  tries: many` | 'many'",
                "`delay: 0` | `delay: soon` | 'soon' is no duration",
                "`delay: 0` | `delay: 2d` | one day at most",
                "`limit: 1000` | `limit: 0` | limit in",
                "`limit: 1000` | `limit: [1` | is no YAML, at line",
                "`limit: 1000` | `approaches: {usual: []}` | has no condition",
                "`limit: 1000` | `approaches: {usual: [{column: a}]}` | is no condition",
                "`limit: 1000` | `approaches: {usual: [{all: false}]}` | all: true"
            })
    void aConfigurationThatCannotBe(String one, String other, String said) {
        scene.operator().configure(one, other);

        assertRefused(List.of(said), "--db");
    }

    @Test
    void anApproachThatIsNotThere() {
        assertRefused(List.of("'unusual'", "usual, no-routing, non-recoverable"), "--db", "--approach", "unusual");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--db --status",
                "--file a.txt --repeat",
                "--status --limit 5",
                "--db --delay soon",
                "--db --limit x"
            })
    void argumentsThatDoNotFit(String args) {
        assertThat(scene.operator().types(args.isEmpty() ? new String[0] : args.split(" ", -1)))
                .isEqualTo(ExitStatus.REFUSED);
        assertThat(scene.operator().errors()).contains("Try 'reprocess --help'");
    }

    private void assertRefused(List<String> said, String... args) {
        assertThat(scene.operator().types(args)).isEqualTo(ExitStatus.REFUSED);
        assertThat(scene.operator().errors()).contains(said).doesNotContain("\tat ");
        assertThat(scene.operator().reads()).isEmpty();
    }
}
