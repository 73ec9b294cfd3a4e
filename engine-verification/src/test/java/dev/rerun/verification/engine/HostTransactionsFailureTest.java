package dev.rerun.verification.engine;

import static dev.rerun.verification.engine.EngineFixture.APP;
import static dev.rerun.verification.engine.EngineFixture.CUTOFF;
import static dev.rerun.verification.engine.EngineFixture.LONG;
import static dev.rerun.verification.engine.EngineFixture.NOW;
import static dev.rerun.verification.engine.EngineFixture.day;
import static dev.rerun.verification.engine.EngineFixture.rate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.StoreException;
import dev.rerun.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host's connection is cut at each step of a run: in the store's statements, in those of logic, before and after a commit. */
class HostTransactionsFailureTest {
    private static final List<ActivityEntry> ENTRIES = IntStream.rangeClosed(1, 6)
            .mapToObj(id -> new ActivityEntry(APP, Integer.toString(id), "k" + id % 2, day(2), day(2), "70"))
            .toList();

    @ParameterizedTest
    @EnumSource(TestHost.class)
    void leavesNeitherItemsNorRowsOfTheHostAndFailsNoEntry(TestHost kind) {
        AtomicReference<@Nullable FaultyDatabase> made = new AtomicReference<>();
        TestHost.Open host = kind.open(source -> {
            FaultyDatabase database = new FaultyDatabase(source);
            made.set(database);
            return database.dataSource();
        });
        FaultyDatabase faulty = Objects.requireNonNull(made.get());
        NaiveMeter naive = new NaiveMeter();
        try (host) {
            try (RerunEngine engine = engine(host, 0)) {
                assertThat(engine.process(ENTRIES).processed()).isEqualTo(6);
            }
            naive.calculate(0, ENTRIES, "0.10", Set.of(), Set.of());
            boolean fired = true;
            for (int step = 1; fired; step++) {
                RerunReport report = rerun(host, faulty, step);
                fired = faulty.fired();
                faulty.failAt(Integer.MAX_VALUE, FaultyDatabase.Fault.ONCE);

                assertThat(host.tables().parked(report.id()))
                        .as("step %s", step)
                        .isEmpty();
                assertThat(report.status()).as("step %s", step).isEqualTo(RerunStatus.COMPLETED);
                assertThat(report.failed()).as("step %s", step).isZero();
                naive.calculate(report.id(), ENTRIES, "0.10", Set.of(), Set.of());
                assertThat(host.means().meters()).as("step %s", step).isEqualTo(naive.meterLines());
                assertThat(host.means().vouchers()).as("step %s", step).containsExactlyElementsOf(naive.vouchers);
                assertThat(host.tables().items(APP))
                        .as("step %s", step)
                        .hasSize(6)
                        .allSatisfy(item -> assertThat(item.rerunId()).isEqualTo(report.id()));
                if (host.means() instanceof PersistenceUnit unit) {
                    assertThat(unit.open()).isZero();
                }
            }
        }
    }

    private static RerunReport rerun(TestHost.Open host, FaultyDatabase faulty, int step) {
        long id;
        try (RerunEngine starting = engine(host, 0)) {
            id = starting.start(CUTOFF).id();
        }
        faulty.failAt(step, FaultyDatabase.Fault.ONCE);
        try (RerunEngine working = despiteTheCut(() -> engine(host, 1))) {
            Rerun rerun = despiteTheCut(() -> working.find(id).orElseThrow());
            return despiteTheCut(() -> rerun.await(LONG));
        }
    }

    /** It may hit the test's own look at the run. */
    private static <T> T despiteTheCut(Supplier<T> work) {
        try {
            return work.get();
        } catch (
                @SuppressWarnings("unused")
                StoreException cut) {
            return work.get();
        }
    }

    private static RerunEngine engine(TestHost.Open host, int workers) {
        return RerunEngines.builder().app(APP).store(host.store()).stream(new InProcessStream(Duration.ofMillis(5)))
                .contracts(rate("v1", "0.10"))
                .logic(new MeteredLogic(host.means(), Map.of()))
                .clock(new SettableClock(NOW))
                .lanes(2)
                .batchSize(2)
                .workers(workers)
                .build();
    }
}
