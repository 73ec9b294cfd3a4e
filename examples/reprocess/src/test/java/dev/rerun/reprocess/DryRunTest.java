package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A dry run tells everything and does nothing. */
class DryRunTest {
    private static final String TABLES =
            "select table_schema || '.' || table_name from information_schema.tables where table_schema not in"
                    + " ('pg_catalog', 'information_schema') order by 1";

    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void printsWhatWouldBeSentAndNeedsNoCredentials() {
        scene.operator().unset("CLIENT_ID");
        scene.operator().unset("CLIENT_SECRET");

        assertThat(scene.operator().types("--db", "--limit", "5", "--dry-run"))
                .as(scene.operator().errors())
                .isZero();

        List<String> printed = scene.operator().reads().lines().toList();
        assertThat(printed).hasSize(6).endsWith("5 packets would be sent; nothing was");
        JsonMapper json = new JsonMapper();
        assertThat(printed.subList(0, 5))
                .map(json::readTree)
                .map(body -> body.path("workflowInstanceId").asString(""))
                .containsExactlyElementsOf(scene.registrations().usual(5));
        JsonNode body = json.readTree(printed.get(0));
        assertThat(body.propertyNames()).hasSize(11);
        String row = "'" + body.path("rid").asString("") + "','"
                + body.path("reg_type").asString("") + "','"
                + body.path("workflowInstanceId").asString("") + "'";
        assertThat(row)
                .isEqualTo(scene.registrations()
                        .named(body.path("workflowInstanceId").asString("")));
    }

    @Test
    void leavesTheDatabaseAsItWasBeforeTheFirstRunAndAfter() {
        assertThat(scene.operator().types("--db", "--dry-run")).isZero();
        assertThat(scene.registrations().column(TABLES)).containsExactly("regprc.registration");
        assertThat(Files.exists(scene.operator().log())).isFalse();

        assertThat(scene.operator().types("--db", "--limit", "1")).isZero();
        List<String> tables = scene.registrations().column(TABLES);
        String runs = "select count(*) from rerun_reprocess.rerun";
        assertThat(scene.registrations().column(runs)).containsExactly("1");

        assertThat(scene.operator().types("--db", "--dry-run")).isZero();
        assertThat(scene.operator().types("--status")).isZero();
        assertThat(scene.registrations().column(TABLES)).isEqualTo(tables);
        assertThat(scene.registrations().column(runs)).containsExactly("1");
        assertThat(scene.server().sent()).hasSize(1);
    }

    @Test
    void statusPrintsTheRunsThatThereWere() {
        assertThat(scene.operator().types("--status")).isZero();
        assertThat(scene.operator().reads()).contains("There were no runs");
        assertThat(scene.operator().types("--db", "--limit", "2")).isZero();

        assertThat(scene.operator().types("--status")).isZero();

        assertThat(scene.operator().reads()).contains("--db usual: COMPLETED, 2 of 2");
    }
}
