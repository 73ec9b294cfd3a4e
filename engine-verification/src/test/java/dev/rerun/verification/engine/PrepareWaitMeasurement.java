package dev.rerun.verification.engine;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Prints how long statements on single items take while a rerun prepares. No test, and not run with them:
 *
 * <pre>mvn -pl engine-verification -am test -Dtest=PrepareWaitMeasurement -Dsurefire.failIfNoSpecifiedTests=false</pre>
 */
class PrepareWaitMeasurement {
    private static final int DELETED = 50_000;
    private static final int KEPT = 5_000;
    private static final String EDIT =
            "update register_item set detail = 'edited' where register_id = 1 and unique_key = ?";

    @ParameterizedTest
    @EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void printsTheLongestWaits(TestStore kind) throws Exception {
        try (TestStore.Database opened = kind.openDatabase();
                RerunEngine engine = RerunEngines.builder()
                        .app(EngineFixture.APP)
                        .store(JdbcStore.on(opened.source()))
                        .contracts(EngineFixture.rate("v1", "0.10"))
                        .logic(new ScriptedLogic())
                        .clock(new SettableClock(EngineFixture.NOW))
                        .workers(0)
                        .build()) {
            engine.process(IntStream.rangeClosed(1, KEPT + DELETED)
                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(id <= KEPT ? -5 : 5)))
                    .toList());
            AtomicBoolean prepared = new AtomicBoolean();
            FutureTask<Long> kept = in(() -> longest(opened.source(), 1, KEPT, prepared));
            FutureTask<Long> deleted = in(() -> longest(opened.source(), KEPT + 1, KEPT + DELETED, prepared));
            long begin = System.nanoTime();
            engine.start(EngineFixture.CUTOFF);
            long took = System.nanoTime() - begin;
            prepared.set(true);
            System.out.printf(
                    "%s: start of %,d entries and items %d ms; longest update of an item that is deleted %d ms, of one that"
                            + " is kept %d ms%n",
                    kind,
                    DELETED,
                    TimeUnit.NANOSECONDS.toMillis(took),
                    TimeUnit.NANOSECONDS.toMillis(deleted.get()),
                    TimeUnit.NANOSECONDS.toMillis(kept.get()));
        }
    }

    private static FutureTask<Long> in(Callable<Long> work) {
        FutureTask<Long> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static long longest(DataSource database, int from, int to, AtomicBoolean prepared) throws SQLException {
        Random random = new Random(from);
        long longest = 0;
        while (!prepared.get()) {
            long begin = System.nanoTime();
            HostSql.once(database, EDIT, from + random.nextInt(to - from + 1) + ":fee");
            longest = Math.max(longest, System.nanoTime() - begin);
        }
        return longest;
    }
}
