package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.SettableClock;
import dev.rerun.verification.engine.NaiveBilling.Event;
import dev.rerun.verification.engine.NaiveBilling.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random small worlds in which entries fail, runs are limited, paused, resumed, retried and cancelled at random points, compared
 * with a naive calculation.
 */
class SteeredWorldsTest {
    private static final Duration RETENTION = Duration.ofDays(50);

    @ParameterizedTest
    @EnumSource(TestStore.class)
    void areAsTheNaiveCalculationSays(TestStore kind) {
        int worlds = kind == TestStore.IN_MEMORY ? 200 : kind == TestStore.H2 ? 25 : 10;
        for (long seed = 1; seed <= worlds; seed++) {
            TestStore.Open opened = kind.open();
            try {
                new Steered(seed, opened.store(), opened.host()).rerun();
            } finally {
                opened.close().run();
            }
        }
    }

    /** One world. */
    private static final class Steered {
        private final String seed;
        private final RandomWorld world;
        private final Random random;
        private final NaiveBilling naive;
        private final RerunStore store;
        private final HostTables host;
        private final FailingLogic logic = new FailingLogic();
        private final int lanes;

        Steered(long seed, RerunStore store, HostTables host) {
            this.seed = "seed " + seed;
            this.world = RandomWorld.of(seed);
            this.random = world.random;
            this.naive = world.naive;
            this.store = store;
            this.host = host;
            this.lanes = 1 + random.nextInt(8);
        }

        private RerunEngine engine(ActivityStream stream) {
            return RerunEngines.builder().app(EngineFixture.APP).store(store).stream(stream)
                    .contracts(world.price)
                    .logic(logic)
                    .clock(new SettableClock(EngineFixture.NOW))
                    .retention(RETENTION)
                    .lanes(lanes)
                    .batchSize(1 + random.nextInt(20))
                    .workers(1)
                    .build();
        }

        void rerun() {
            SteppedStream stream = new SteppedStream();
            try (RerunEngine engine = engine(stream)) {
                engine.process(world.entries());
                naive.firstProcessing(world.price.rate);
                for (int round = 1; round <= 2; round++) {
                    rerun(engine, stream);
                    assertThat(RandomWorld.lines(host))
                            .as("%s, round %s", seed, round)
                            .isEqualTo(naive.lines());
                }
            }
        }

        private void rerun(RerunEngine engine, SteppedStream stream) {
            world.hostDoings(host);
            world.changePrice();
            RerunRequest request = RerunRequest.after(world.instant()).with(options());
            List<Event> selected = naive.selected(request.cutoff(), null, EngineFixture.NOW, RETENTION);
            Long limit = request.options().limit();
            if (limit != null && limit < selected.size()) {
                selected = selected.subList(0, limit.intValue());
            }
            Set<String> failing = failing(selected);
            logic.failing = failing;

            RerunPlan plan = engine.plan(request);
            Rerun run = engine.start(request);
            List<Line> deleted = naive.delete(selected);
            RerunReport queued = run.report();
            assertThat(List.of(queued.total(), queued.itemsDeleted()))
                    .as(seed)
                    .isEqualTo(List.of((long) selected.size(), (long) deleted.size()));
            assertThat(List.of(plan.entries(), plan.itemsToDelete(), plan.kept()))
                    .as("%s, plan", seed)
                    .isEqualTo(List.of(queued.total(), queued.itemsDeleted(), queued.kept()));

            if (random.nextInt(3) == 0) {
                stream.work(random.nextInt(2 + selected.size()));
                if (!run.status().terminal()) {
                    cancel(engine, run, selected, deleted);
                    return;
                }
            }
            finish(engine, stream, run);
            List<Event> unprocessed =
                    unprocessed(selected, failing, request.options().holdFailedKeys());
            List<Event> processed = new ArrayList<>(selected);
            processed.removeAll(unprocessed);
            naive.process(processed, world.price.rate);
            RerunReport report = run.report();
            assertThat(report.status())
                    .as(seed)
                    .isEqualTo(failing.isEmpty() ? RerunStatus.COMPLETED : RerunStatus.COMPLETED_WITH_FAILURES);
            assertThat(List.of(report.done(), report.failed() + report.held()))
                    .as(seed)
                    .isEqualTo(List.of((long) processed.size(), (long) unprocessed.size()));
            if (!failing.isEmpty()) {
                retry(engine, stream, run, unprocessed);
            }
        }

        private RerunOptions options() {
            RerunOptions options = RerunOptions.DEFAULT.pauseWhenFailing(1, 1);
            if (random.nextInt(4) == 0) {
                options = options.limit(1 + random.nextInt(80));
            }
            if (random.nextInt(3) == 0) {
                int first = 1 + random.nextInt(60);
                options = random.nextBoolean() ? options.firstOnly(first) : options.firstThenOn(first);
            }
            if (random.nextInt(4) == 0) {
                options = options.batchesAtOnce(1 + random.nextInt(3));
            }
            return random.nextBoolean() ? options.holdingFailedKeys() : options;
        }

        private Set<String> failing(List<Event> selected) {
            Set<String> failing = new HashSet<>();
            int one = random.nextInt(4) == 0 ? 5 : 40;
            for (Event event : selected) {
                if (random.nextInt(one) == 0) {
                    failing.add(Integer.toString(event.id()));
                }
            }
            return failing;
        }

        /** Pauses now and then, and resumes also what pauses by itself after the first entries. */
        private void finish(RerunEngine engine, SteppedStream stream, Rerun run) {
            while (!run.status().terminal()) {
                if (run.status() == RerunStatus.PAUSED) {
                    RerunReport before = run.report();
                    assertThat(stream.work(3)).as(seed).isZero();
                    assertThat(run.report().done()).isEqualTo(before.done());
                    engine.resume(run.id(), Actor.HOST);
                }
                stream.work(random.nextInt(20));
                if (random.nextInt(5) == 0 && run.status() == RerunStatus.RUNNING) {
                    engine.pause(run.id(), Actor.HOST);
                }
            }
        }

        private void cancel(RerunEngine engine, Rerun run, List<Event> selected, List<Line> deleted) {
            RerunReport report = engine.cancel(run.id(), Actor.HOST);
            Set<Event> done = new HashSet<>();
            for (Event event : selected) {
                if (engine.outcomes(EngineFixture.APP, Integer.toString(event.id())).stream()
                        .anyMatch(outcome -> outcome.rerunId() != null && outcome.rerunId() == run.id())) {
                    done.add(event);
                }
            }
            assertThat(report.status()).isEqualTo(RerunStatus.CANCELLED);
            assertThat((long) done.size()).as(seed).isEqualTo(report.done());
            assertThat(report.itemsNotPutBack()).isZero();
            naive.process(selected.stream().filter(done::contains).toList(), world.price.rate);
            naive.putBack(deleted, done::contains);
        }

        private void retry(RerunEngine engine, SteppedStream stream, Rerun run, List<Event> unprocessed) {
            logic.failing = Set.of();
            engine.retryFailed(run.id(), Actor.HOST);
            stream.workToTheEnd();
            naive.process(unprocessed, world.price.rate);
            RerunReport report = run.report();
            assertThat(report.status()).as(seed).isEqualTo(RerunStatus.COMPLETED);
            assertThat(List.of(report.done(), report.failed(), report.held()))
                    .as(seed)
                    .isEqualTo(List.of(report.total(), 0L, 0L));
        }

        /** What fails, and what comes after it in its key if that is held. */
        private static List<Event> unprocessed(List<Event> selected, Set<String> failing, boolean hold) {
            Set<String> keys = new HashSet<>();
            List<Event> unprocessed = new ArrayList<>();
            for (Event event : selected) {
                boolean fails = failing.contains(Integer.toString(event.id()));
                if (fails || (hold && keys.contains(event.key()))) {
                    unprocessed.add(event);
                    keys.add(event.key());
                }
            }
            return unprocessed;
        }
    }
}
