package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The whole data set, for those who have it: {@code -Dquickstart.full=<path of online-retail.csv.gz>}. */
@EnabledIfSystemProperty(named = FullFileTest.PATH, matches = ".+")
class FullFileTest {
    static final String PATH = "quickstart.full";
    static final String BEFORE = "c72b2c8ce117e2c6854d207901104a1848c9f978ae8f8a7e2c5c1862b42ef890";
    static final String AFTER = "91d5aa3a721546cae836f8c14fca1244781cbbee08bddf92947446b5e85e6973";

    @Test
    void naiveCalculationGivesTheScenariosFigures() throws Exception {
        NaiveScenario naive = new NaiveScenario(
                        NaiveScenario.Settings.defaults(), NaiveRows.readGzip(Path.of(System.getProperty(PATH))))
                .run();

        assertThat(naive.first).hasSize(803_095);
        assertThat(NaiveScenario.total(naive.first)).isEqualByComparingTo("897565.84");
        assertThat(naive.firstCounts)
                .containsEntry("billed", 397_884)
                .containsEntry("voided", 7_327)
                .containsEntry("unmatched", 1_578)
                .containsEntry("not-billable", 40)
                .containsEntry("no-contract", 135_080);
        assertThat(NaiveScenario.sha256(naive.before)).isEqualTo(BEFORE);
        assertThat(NaiveScenario.total(naive.before)).isEqualByComparingTo("937957.70");
        assertThat(naive.deleted).isEqualTo(176_519);
        assertThat(naive.keptCounts)
                .containsEntry("outside-window", 457_310)
                .containsEntry("ui-created", 43)
                .containsEntry("invoiced", 27_923)
                .containsEntry("past-retention", 141_343);
        assertThat(naive.queued).isEqualTo(93_495);
        assertThat(naive.rerunCounts)
                .containsEntry("billed", 87_608)
                .containsEntry("retained", 4_352)
                .containsEntry("voided", 1_360)
                .containsEntry("unmatched", 160)
                .containsEntry("not-billable", 15);
        assertThat(NaiveScenario.sha256(naive.after)).isEqualTo(AFTER);
        assertThat(NaiveScenario.total(naive.after)).isEqualByComparingTo("915914.15");
    }

    @Test
    void quickstartGivesTheScenariosAnswer() {
        Command command = new Command();

        assertThat(command.run(List.of("--csv", System.getProperty(PATH))))
                .as(command.errors())
                .isZero();

        assertAnswered(command);
    }

    @Test
    void workerProcessesOnKafkaAndPostgresGiveTheScenariosAnswer(@TempDir Path directory) {
        QuickstartTopic topic = new QuickstartTopic();
        Command command = new Command();
        try (PostgresServer server = PostgresServer.start();
                PostgresDatabase database = server.database()) {
            List<String> shared = new ArrayList<>(topic.options());
            shared.addAll(List.of("--jdbc-url", database.url(), "--db-user", database.user()));
            try (WorkerProcess one = WorkerProcess.start(directory, shared);
                    WorkerProcess other = WorkerProcess.start(directory, shared)) {
                one.awaitReady();
                other.awaitReady();
                shared.addAll(List.of("--csv", System.getProperty(PATH), "--workers", "0"));

                assertThat(command.run(shared)).as(command.errors()).isZero();
            }
        }

        assertAnswered(command);
    }

    private static void assertAnswered(Command command) {
        assertThat(command.printed().stream().map(String::strip))
                .contains("before the rerun " + BEFORE, "after the rerun " + AFTER)
                .contains(
                        "803,095 items created",
                        "176,519 items deleted",
                        "457,310 items kept: outside the window",
                        "43 items kept: made in the UI",
                        "27,923 items kept: on an invoice",
                        "141,343 items kept: past retention",
                        "93,495 activities queued",
                        "176,519 items created",
                        "87,608 billed",
                        "4,352 retained (sales whose items were kept)",
                        "1,360 voided",
                        "160 unmatched",
                        "15 not billable");
    }
}
