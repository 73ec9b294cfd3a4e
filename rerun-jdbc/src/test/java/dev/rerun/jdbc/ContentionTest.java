package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many transactions at once: nobody waits in a circle, and the locks divide what they are there to divide. */
@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class ContentionTest {
    private static final String APP = TestDatabase.APP;
    private static final long RUN = 123_456;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestDatabase.Kind kind;

    private TestDatabase database;
    private JdbcStore store;

    @BeforeEach
    void open() throws SQLException {
        database = kind.withSchema();
        store = database.store();
    }

    @AfterEach
    void close() throws SQLException {
        threads.shutdownNow();
        database.close();
    }

    @Test
    void everyEntryOfAnEpochIsCommittedBeforeItEnds() throws Exception {
        AtomicLong ids = new AtomicLong();
        Map<Long, Long> committedAtEnd = new ConcurrentHashMap<>();
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            Random random = new Random(thread);
            work.add(() -> repeat(60, () -> enterAndInsert(ids, random)));
        }
        work.add(() -> repeat(25, () -> {
            long ended = store.transaction(start -> start.runs().closeEpoch(APP));
            committedAtEnd.put(ended, entriesUpTo(ended));
        }));

        run(work);

        assertThat(committedAtEnd).hasSize(25);
        for (Map.Entry<Long, Long> end : committedAtEnd.entrySet()) {
            assertThat(entriesUpTo(end.getKey())).as("epoch %s", end.getKey()).isEqualTo(end.getValue());
        }
        assertThat(ids.get()).isEqualTo(240);
    }

    @Test
    void anAppThatManyMakeKnownAtOnceIsKnownToAll() throws Exception {
        for (int i = 1; i <= 20; i++) {
            String app = "app " + i;
            List<Callable<Integer>> work = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String key = "key" + thread;
                work.add(() ->
                        repeat(2, () -> store.transaction(live -> live.entries().enter(app, Set.of(key, "of all")))));
            }
            work.add(() ->
                    repeat(2, () -> store.transaction(start -> start.runs().closeEpoch(app))));

            run(work);
        }
        assertThat(database.rows("select name from rerun_app where epoch = 3")).hasSize(20);
    }

    @Test
    void everyQueuedEntryIsWorkedOnceInOrderWhileOthersPauseTheRun() throws Exception {
        int entries = 600;
        store.transaction(transaction -> {
            long epoch = transaction.runs().closeEpoch(APP);
            List<ActivityEntry> all = new ArrayList<>();
            for (int i = 1; i <= entries; i++) {
                all.add(TestDatabase.entry(i, "key" + i % 40, TestDatabase.T0.plusSeconds(i)));
            }
            transaction.entries().insert(APP, epoch, all);
            transaction.runs().insert(TestDatabase.run(RUN, TestDatabase.selectionAfter(TestDatabase.T0, epoch), 8));
            Run run = transaction.runs().lock(RUN).orElseThrow();
            return transaction.preparation().freeze(run).size();
        });
        moveTo(RerunStatus.RUNNING);
        Map<String, Integer> worked = new ConcurrentHashMap<>();
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            work.add(() -> {
                while (outstanding()) {
                    workOneBatch().forEach(entry -> worked.merge(entry.entryId(), 1, Integer::sum));
                }
                return 1;
            });
        }
        work.add(() -> repeat(20, () -> {
            moveTo(RerunStatus.PAUSED);
            moveTo(RerunStatus.RUNNING);
        }));

        run(work);

        assertThat(worked).hasSize(entries).allSatisfy((id, times) -> assertThat(times)
                .isEqualTo(1));
    }

    private void enterAndInsert(AtomicLong ids, Random random) {
        store.transaction(live -> {
            Set<String> keys = new TreeSet<>();
            for (int i = 0; i < 5; i++) {
                keys.add("key" + random.nextInt(100));
            }
            long epoch = live.entries().enter(APP, keys);
            long id = ids.incrementAndGet();
            live.entries()
                    .insert(
                            APP,
                            epoch,
                            List.of(TestDatabase.entry(id, keys.iterator().next(), TestDatabase.T0)));
            return 1;
        });
    }

    private long entriesUpTo(long epoch) {
        try {
            return database.rows("select id from activity_entry where epoch <= " + epoch)
                    .size();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<QueuedEntry> workOneBatch() {
        return store.transaction(worker -> {
            Optional<Lane> claimed = worker.lanes().claim(RUN, 0, 100);
            if (claimed.isEmpty() || worker.runs().find(RUN).orElseThrow().status() != RerunStatus.RUNNING) {
                return List.of();
            }
            List<QueuedEntry> batch = worker.lanes().read(claimed.get(), 7);
            assertThat(batch.get(0).sequence()).isEqualTo(claimed.get().watermark() + 1);
            long last = batch.get(batch.size() - 1).sequence();
            worker.lanes().advance(claimed.get(), new LaneProgress(last, batch.size(), 0, 0, 0, 0));
            return batch;
        });
    }

    private boolean outstanding() {
        return store.transaction(
                transaction -> !transaction.lanes().open(RUN, 1).isEmpty());
    }

    private void moveTo(RerunStatus status) {
        store.transaction(transaction -> {
            assertThat(transaction.runs().lock(RUN)).isPresent();
            transaction.runs().moveTo(RUN, status, null);
            return 1;
        });
    }

    private void run(List<Callable<Integer>> work) throws Exception {
        for (Future<Integer> done : threads.invokeAll(work)) {
            assertThat(done.get()).isEqualTo(1);
        }
    }

    private static int repeat(int times, Runnable work) {
        for (int i = 0; i < times; i++) {
            work.run();
        }
        return 1;
    }
}
