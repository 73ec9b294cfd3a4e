package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever calculates the sample's rerun, and whatever happens to them: the answer is the same. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WorkersTest {
    private static final int EXIT_AFTER_SIGTERM = 128 + 15;
    private static final int QUEUED = 1_216;
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private final PostgresDatabase database = PostgresServer.shared().database();
    private final Command host = new Command();
    private final List<WorkerProcess> workers = new ArrayList<>();

    @AfterEach
    void end() {
        workers.forEach(WorkerProcess::close);
        database.close();
    }

    @Test
    void workersOfTheHostCalculateThroughKafka() {
        assertThat(host.run(inDatabase("host", new QuickstartTopic().options())))
                .as(host.errors())
                .isZero();

        assertAnswered();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void workerProcessesCalculateThroughKafka(int processes) {
        QuickstartTopic topic = new QuickstartTopic();
        Stream.generate(() -> begin("worker", topic.options()))
                .limit(processes)
                .toList()
                .forEach(WorkerProcess::awaitReady);
        topic.awaitMembers(processes);

        assertThat(host.run(inDatabase("host", topic.options(), "--workers", "0")))
                .as(host.errors())
                .isZero();

        assertAnswered();
    }

    @Test
    void everyMessageTakesEffectOnceThoughAllComeTwice() throws Exception {
        JdbcSchema.of(database.source()).createOrUpgrade();
        QuickstartTopic topic = new QuickstartTopic();
        try (Gate gate = Gate.shut(database.source())) {
            CompletableFuture<Integer> run = host.begin(inDatabase("host", topic.options()));
            await().atMost(LONGEST).until(() -> gate.waiting().contains("host"));
            assertThat(topic.writeAllAgain()).isPositive();
            gate.open();
            assertThat(run.get()).as(host.errors()).isZero();
        }

        assertAnswered();
    }

    @Test
    void nothingIsLostWhenWorkersAreKilledAndAnotherComes() throws Exception {
        JdbcSchema.of(database.source()).createOrUpgrade();
        QuickstartTopic topic = new QuickstartTopic();
        try (Gate gate = Gate.shut(database.source())) {
            Map<String, WorkerProcess> both = Map.of(
                    "first", begin("first", topic.options()),
                    "second", begin("second", topic.options()));
            topic.awaitMembers(2);
            CompletableFuture<Integer> run = host.begin(inDatabase("host", topic.options(), "--workers", "0"));

            // The first batch of a run holds the others up.
            String first = await().atMost(LONGEST)
                    .until(gate::waiting, names -> !names.isEmpty())
                    .get(0);
            Objects.requireNonNull(both.get(first)).kill();
            begin("third", topic.options());
            gate.open();
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(5)).until(() -> reprocessed() > 0);
            both.values().forEach(WorkerProcess::kill);
            assertThat(reprocessed()).as("done by then").isLessThan(QUEUED);

            assertThat(run.get()).as(host.errors()).isZero();
        }

        assertAnswered();
    }

    @Test
    void aWorkerWithoutKafkaTakesItsWorkFromTheDatabaseAndStopsInGoodOrder() throws Exception {
        WorkerProcess worker = begin("worker", List.of()).awaitReady();

        assertThat(host.run(inDatabase("host", List.of(), "--workers", "0")))
                .as(host.errors())
                .isZero();
        assertThat(worker.stop()).isEqualTo(EXIT_AFTER_SIGTERM);

        assertAnswered();
        assertThat(worker.log())
                .contains("Worker started, with 2 threads", "Rerun completed", "Worker stopped")
                .doesNotContain("WARN", "ERROR", "Exception");
    }

    @Test
    void brokersThatAreNotThereFailHostAndWorkerBeforeTheyTouchAnything() throws Exception {
        List<String> options = List.of("--kafka", "127.0.0.1:1");
        Command worker = new Command();
        CompletableFuture<Integer> working = worker.begin(inDatabase("worker", options, "--worker"));

        assertThat(host.run(inDatabase("host", options))).isEqualTo(1);

        assertThat(working.get()).isEqualTo(1);
        assertThat(List.of(host.errors(), worker.errors())).allSatisfy(errors -> assertThat(errors)
                .startsWith("quickstart failed: the Kafka brokers at 127.0.0.1:1 did not answer in time")
                .contains("see that they are up, can be reached from here")
                .hasLineCount(1));
        assertThat(Stream.concat(host.printed().stream(), worker.printed().stream()))
                .isEmpty();
        assertThat(number("select count(*) from information_schema.tables where table_name like 'activity%'"))
                .isZero();
    }

    private WorkerProcess begin(String name, List<String> stream) {
        WorkerProcess worker = WorkerProcess.start(directory, inDatabase(name, stream));
        workers.add(worker);
        return worker;
    }

    private List<String> inDatabase(String name, List<String> stream, String... others) {
        return Stream.of(
                        List.of("--jdbc-url", database.url() + "?ApplicationName=" + name),
                        List.of("--db-user", database.user()),
                        stream,
                        List.of(others))
                .flatMap(List::stream)
                .toList();
    }

    private void assertAnswered() {
        assertThat(host.printed())
                .contains("before the rerun " + SampleTest.BEFORE, "after the rerun " + SampleTest.AFTER);
        assertThat(reprocessed()).isEqualTo(QUEUED);
    }

    private long reprocessed() {
        return number("select count(*) from activity_outcome where rerun_id <> 0");
    }

    private long number(String query) {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }
}
