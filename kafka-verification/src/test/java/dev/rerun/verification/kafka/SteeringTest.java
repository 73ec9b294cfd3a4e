package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.Actor;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands and options on runs that go through Kafka, with two engines of two workers each. */
class SteeringTest {
    private static final int ENTRIES = 200;
    private static final int KEYS = 20;
    private static final Duration A_WHILE = Duration.ofMillis(500);

    private final Topics topics = Topics.on(KafkaCluster.shared());
    private final AtomicInteger entries = new AtomicInteger();

    @RegisterExtension
    private final House house = new House();

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine other;

    @BeforeEach
    void fourWorkers() {
        house.bill(House.APP, ENTRIES, KEYS);
        house.onRerun(entry -> entries.incrementAndGet());
        engine = worker();
        other = worker();
    }

    private RerunEngine worker() {
        RerunEngine worker = house.engine(topics.stream().build());
        worker.startWorkers(2);
        return worker;
    }

    private Rerun start(RerunOptions options) {
        return engine.start(RerunRequest.after(House.CUTOFF).with(options));
    }

    private void awaitEntries(int count) {
        Awaitility.await().atMost(House.LONG).until(() -> entries.get() >= count);
    }

    @Test
    void aPausedRunStandsStillAndGoesOnWhenAnotherEngineResumesIt() throws Exception {
        Rerun run = engine.start(House.CUTOFF);
        awaitEntries(30);
        RerunReport paused = other.pause(run.id(), Actor.HOST);

        assertThat(paused.remaining()).isPositive();
        int before = entries.get();
        Awaitility.await().during(A_WHILE).atMost(House.LONG).until(() -> entries.get() == before);
        assertThat(run.report().done()).isEqualTo(paused.done());

        other.resume(run.id(), Actor.HOST);
        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aCancelledRunPutsBackWhatWasNotDoneAndTheNextOneWorks() throws Exception {
        Rerun run = engine.start(House.CUTOFF);
        awaitEntries(60);
        RerunReport cancelled = other.cancel(run.id(), Actor.HOST);

        assertThat(cancelled.status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(cancelled.itemsPutBack()).isEqualTo(ENTRIES - cancelled.done());
        assertThat(house.query("select count(*) from register_item where rerun_id = " + run.id()))
                .containsExactly(Long.toString(cancelled.done()));
        assertThat(house.query("select count(*) from register_item where rerun_id is null"))
                .containsExactly(Long.toString(cancelled.itemsPutBack()));
        house.isAsALoopSays(engine.start(House.CUTOFF).await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aCancelWhileTheRunIsPublishedRollsItBack() throws Exception {
        AtomicInteger recorded = new AtomicInteger();
        CompletableFuture<RerunReport> cancel = new CompletableFuture<>();
        Interrupted publishing = new Interrupted(Interrupted.PUBLISHING, () -> {
            long id = other.history(House.APP).get(0).id();
            Thread canceller = new Thread(() -> cancel.complete(other.cancel(id, Actor.HOST.because("too early"))));
            canceller.start();
            Awaitility.await()
                    .atMost(House.LONG)
                    .until(() -> other.find(id).orElseThrow().commands().size() == 2);
            recorded.incrementAndGet();
        });
        RerunEngine preparing = house.open(
                house.builder(house.store(), publishing.stream(topics.stream().build()), "2"));

        assertThatExceptionOfType(RerunStartFailedException.class)
                .isThrownBy(() -> preparing.start(House.CUTOFF))
                .withMessageContaining("cancelled by the host: too early");
        assertThat(recorded).hasValue(1);
        assertThat(cancel.get(House.LONG.toSeconds(), TimeUnit.SECONDS).status())
                .isEqualTo(RerunStatus.CANCELLED);
        assertThat(entries).hasValue(0);
        house.isAsALoopSays(engine.start(House.CUTOFF).await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void theFirstEntriesAreExactlyAsManyAsAskedFor() throws Exception {
        Rerun run = start(RerunOptions.DEFAULT.firstOnly(77));
        Awaitility.await().atMost(House.LONG).until(() -> run.status() == RerunStatus.PAUSED);

        assertThat(run.report().done()).isEqualTo(77);
        assertThat(house.query("select max(entry_id) from register_item where rerun_id = " + run.id()))
                .containsExactly("77");

        other.resume(run.id(), Actor.HOST);
        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aLimitIsExact() throws Exception {
        RerunReport report = start(RerunOptions.DEFAULT.limit(53)).await(House.LONG);

        assertThat(report.done()).isEqualTo(53);
        assertThat(house.query("select count(*) || ' to ' || max(entry_id) from register_item where rerun_id = "
                        + report.id()))
                .containsExactly("53 to 53");
    }

    @Test
    void aRateHoldsForAllWorkersTogether() throws Exception {
        long begin = System.nanoTime();
        RerunReport report =
                start(RerunOptions.DEFAULT.limit(100).entriesPerSecond(50)).await(House.LONG);

        assertThat(report.done()).isEqualTo(100);
        // Of twenty turns of a tenth of a second each, the last one need not be over.
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1900));
    }

    @Test
    void failedEntriesAreRetriedInSequenceWithWhatIsHeldForThem() throws Exception {
        Set<String> failing = ConcurrentHashMap.newKeySet();
        failing.addAll(Set.of("3", "50", "111"));
        Map<String, Integer> tries = new ConcurrentHashMap<>();
        house.onRerun(entry -> {
            tries.merge(entry.id(), 1, Integer::sum);
            if (failing.contains(entry.id())) {
                throw new IllegalStateException("no berth");
            }
        });
        Rerun run = start(RerunOptions.DEFAULT.holdingFailedKeys());
        RerunReport report = run.await(House.LONG);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.failed()).isEqualTo(3);
        assertThat(run.failures(null, 100))
                .filteredOn(entry -> !entry.held())
                .extracting(FailedEntry::entryId)
                .containsExactlyInAnyOrder("3", "50", "111");

        failing.clear();
        other.retryFailed(run.id(), Actor.HOST);
        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
        assertThat(tries.get("3")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void aRunOfWhichTooMuchFailsPausesForAllWorkers() {
        house.onRerun(entry -> {
            entries.incrementAndGet();
            throw new IllegalStateException("no berth");
        });
        Rerun run = start(RerunOptions.DEFAULT.pauseWhenFailing(0.5, 20));
        Awaitility.await().atMost(House.LONG).until(() -> run.status() == RerunStatus.PAUSED);

        assertThat(run.report().statusReason()).contains("too much fails");
        // A batch of each of four workers may have been under way.
        assertThat(run.report().failed()).isBetween(20L, 20L + 4 * 5);
        int before = entries.get();
        Awaitility.await().during(A_WHILE).atMost(House.LONG).until(() -> entries.get() == before);
    }

    @Test
    void aPauseLiesBetweenEveryTwoEntriesAndNoTwoAreUnderWay() {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        house.onRerun(entry -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            now.decrementAndGet();
        });
        long begin = System.nanoTime();
        RerunReport report = start(RerunOptions.DEFAULT.limit(12).pauseBetweenEntries(Duration.ofMillis(60)))
                .await(House.LONG);

        assertThat(report.done()).isEqualTo(12);
        assertThat(most).hasValue(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(11 * 60));
    }

    @Test
    void logicThatHangsFailsItsEntryAlone() throws Exception {
        engine.close();
        other.close();
        CountDownLatch never = new CountDownLatch(1);
        house.onRerun(entry -> {
            if (entry.id().equals("42")) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
        engine = house.open(
                house.builder(house.store(), topics.stream().build(), "2").entryTimeLimit(Duration.ofMillis(300)));
        engine.startWorkers(2);

        Rerun run = start(RerunOptions.DEFAULT);
        RerunReport report = run.await(House.LONG);
        assertThat(report.done()).isEqualTo(ENTRIES - 1);
        assertThat(run.failures(null, 10)).singleElement().satisfies(failed -> {
            assertThat(failed.entryId()).isEqualTo("42");
            assertThat(failed.error()).contains("TimeoutException", "took longer than PT0.3S");
        });
    }

    @Test
    void listenersHearWhatWorkersOfOtherEnginesDo() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        RerunEngine listening = house.open(
                house.builder(house.store(), topics.stream().build(), "2").listener(new RerunListener() {
                    @Override
                    public void onStatus(RerunReport report) {
                        heard.add(report.status().name());
                    }

                    @Override
                    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
                        heard.add(app + " " + registers + " " + since);
                    }
                }));

        house.isAsALoopSays(listening.start(RerunRequest.after(House.CUTOFF)).await(House.LONG), ENTRIES, KEYS);

        Awaitility.await().atMost(House.LONG).until(() -> heard.contains("COMPLETED") && heard.size() >= 4);
        assertThat(heard)
                .startsWith("PREPARING", "QUEUED")
                .endsWith("COMPLETED", House.APP + " [" + RunningFee.REGISTER + "] " + House.CUTOFF);
    }
}
