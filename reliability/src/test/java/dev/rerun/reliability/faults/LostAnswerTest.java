package dev.rerun.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.reliability.faults.Trials.Outcome;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Books;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Harbour;
import dev.rerun.reliability.harbour.Harbour.Prices;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Rows;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.TcpProxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The database commits, and the answer is lost on the way. The engine makes that good by itself. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class LostAnswerTest {
    private static final String COMMIT = "COMMIT";
    private static final List<Job> JOBS = List.of(Job.START, Job.RESUME, Job.CANCEL, Job.RETRY, Job.PAUSE);
    private static final int USUAL = 14;
    private static final int AT_A_TIME = 6;

    private final Map<Job, Scene> scenes = new EnumMap<>(Job.class);
    private final Trials trials = new Trials(LostAnswerTest.class);

    LostAnswerTest() {
        JOBS.forEach(job -> scenes.put(job, new Scene(job)));
    }

    @Test
    void ofAnyCommitTheAnswerMayBeLostAndNothingHappensTwice() throws Exception {
        String one = Trials.one();
        List<String> moments = one == null ? moments() : List.of(one);

        assertThat(trials.failures(
                        moments.stream()
                                .<Callable<Outcome>>map(moment -> () -> outcome(moment))
                                .toList(),
                        AT_A_TIME))
                .isEmpty();
    }

    /** Commits of transactions that only read are among them, and those of threads that come once a second. */
    private List<String> moments() {
        List<String> moments = new ArrayList<>();
        for (Job job : JOBS) {
            for (int commit = 1; commit <= commits(job); commit++) {
                moments.add(job.text() + ":" + commit);
            }
        }
        Collections.shuffle(moments, new Random(trials.seed()));
        return moments.subList(0, Math.min(moments.size(), Trials.count(USUAL)));
    }

    /** So many come until the job is done, if no thread of those comes between. */
    private static int commits(Job job) {
        return switch (job) {
            case START -> 18;
            case CANCEL, PAUSE -> 3;
            default -> 12;
        };
    }

    private Outcome outcome(String moment) {
        String[] parts = moment.split(":", -1);
        Scene scene = Objects.requireNonNull(scenes.get(Job.of(parts[0])));
        AtomicInteger left = new AtomicInteger(Integer.parseInt(parts[1]));
        try (PostgresDatabase database = scene.open();
                TcpProxy proxy = database.proxy();
                RerunEngine engine = Host.engine(database.sourceThrough(proxy, ""), scene.job.prices, new BerthFee())
                        .build();
                RerunEngine other = Host.engine(database.source(), scene.job.prices, new BerthFee())
                        .build()) {
            proxy.loseAnswer(COMMIT, () -> left.decrementAndGet() == 0);
            if (scene.job == Job.START || scene.job == Job.RESUME || scene.job == Job.RETRY) {
                engine.startWorkers(1);
            }
            long run = command(scene.job, engine, scene.run());
            if (scene.job == Job.PAUSE) {
                other.startWorkers(1);
                other.resume(run, Actor.HOST);
            }
            other.find(run).orElseThrow().await(Operator.LONG);
            List<String> differences = Comparison.differences(database.source(), other, scene, scene.job);
            return new Outcome(
                    moment, left.get() <= 0, differences.isEmpty() ? null : String.join("\n    ", differences));
        } catch (RuntimeException | AssertionError e) {
            return new Outcome(moment, left.get() <= 0, e.toString());
        }
    }

    /** Returns the run's ID. Only the command itself is asked of the engine, since what is read may fail. */
    private static long command(Job job, RerunEngine engine, long run) {
        return switch (job) {
            case START -> {
                long first = engine.start(Host.request()).id();
                // Whoever got no answer asks again.
                assertThat(engine.start(Host.request()).id()).isEqualTo(first);
                yield first;
            }
            case PAUSE -> engine.pause(run, Actor.HOST).id();
            case RESUME -> engine.resume(run, Actor.HOST).id();
            case CANCEL -> engine.cancel(run, Actor.HOST).id();
            case RETRY -> engine.retryFailed(run, Actor.HOST).id();
            default -> throw new IllegalArgumentException(job.text());
        };
    }

    /** The loss is noticed late, when other processes have brought the run to its end. */
    @ParameterizedTest
    @EnumSource(
            value = Job.class,
            names = {"RESUME", "RETRY"})
    void aCommandWhoseAnswerIsLostIsGivenOnceThoughTheRunIsOverByThen(Job job) {
        // With these prices the entry that failed fails again.
        Prices prices = Prices.V2;
        Scene scene = Objects.requireNonNull(scenes.get(job));
        try (PostgresDatabase database = scene.open();
                TcpProxy proxy = database.proxy();
                RerunEngine engine = Host.engine(database.sourceThrough(proxy, ""), prices, new BerthFee())
                        .build();
                RerunEngine other =
                        Host.engine(database.source(), prices, new BerthFee()).build()) {
            other.startWorkers(1);
            proxy.loseAnswer(COMMIT, () -> isGivenAndTheRunOver(job, database));

            assertThat(command(job, engine, scene.run())).isEqualTo(scene.run());

            other.find(scene.run()).orElseThrow().await(Operator.LONG);
            assertThat(commands(job, database)).hasSize(1);
        }
    }

    /** Whether a command stands in the run's history; if it does, this waits until other processes have brought the run to its end. */
    private static boolean isGivenAndTheRunOver(Job job, PostgresDatabase database) {
        if (commands(job, database).isEmpty()) {
            return false;
        }
        Awaitility.await().atMost(Operator.LONG).until(() -> Books.state(database.source())
                .startsWith("COMPLETED_WITH_FAILURES"));
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRunIsCancelledOnceWhileItIsPrepared(int commit) throws Exception {
        Scene scene = Objects.requireNonNull(scenes.get(Job.START));
        CountDownLatch publishing = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        PublishingStops held = new PublishingStops(new InProcessStream(), () -> {
            publishing.countDown();
            await(cancelled);
        });
        try (PostgresDatabase database = scene.open();
                TcpProxy proxy = database.proxy();
                RerunEngine preparing = Host.engine(database.source(), Prices.V2, new BerthFee()).stream(held)
                        .build();
                RerunEngine cancelling = Host.engine(database.sourceThrough(proxy, ""), Prices.V2, new BerthFee())
                        .build()) {
            CompletableFuture<Rerun> start = CompletableFuture.supplyAsync(() -> preparing.start(Host.request()));
            await(publishing);
            long run = preparing.history(Harbour.APP).get(0).id();
            AtomicInteger left = new AtomicInteger(commit);
            proxy.loseAnswer(COMMIT, () -> left.decrementAndGet() == 0);
            CompletableFuture<RerunReport> cancel =
                    CompletableFuture.supplyAsync(() -> cancelling.cancel(run, Actor.HOST));
            Awaitility.await().until(() -> !commands(Job.CANCEL, database).isEmpty());
            cancelled.countDown();

            assertThat(cancel.get().status()).isEqualTo(RerunStatus.CANCELLED);
            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(start::get)
                    .withCauseInstanceOf(RerunStartFailedException.class);
            assertThat(commands(Job.CANCEL, database)).hasSize(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Operator.LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> commands(Job job, PostgresDatabase database) {
        return Rows.texts(database.source(), "select action from rerun_command where action = '" + job.name() + "'");
    }
}
