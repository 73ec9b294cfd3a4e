package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All at once: reruns one after the other, first processing, a person who edits, and a job that puts items on invoices a few
 * at a time, in any order, holding some while it asks for others.
 */
class ManyMeanwhileTest {
    private static final String APP = EngineFixture.APP;
    private static final int BEFORE = 600;
    private static final int LIVE = 240;
    private static final int RERUNS = 5;
    private static final int INVOICES = 120;
    private static final int ITEMS_PER_INVOICE = 3;
    private static final int EDITS = 300;

    private static final String INVOICE =
            "update register_item set invoice_id = ? where unique_key = ? and invoice_id is null";
    private static final String EDIT =
            "update register_item set detail = ?, amount = amount + 1 where unique_key = ? and invoice_id is null";

    private final Map<String, BigDecimal> invoiced = new ConcurrentHashMap<>();

    /** Some invoices go with each start, so that none comes to a quiet register. */
    private final Semaphore invoicesToWrite = new Semaphore(0);

    private volatile ContractResolver contracts = EngineFixture.rate("v1", "0.10");

    @ParameterizedTest
    @EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void nothingDeadlocksAndNothingThatWasInvoicedIsDeletedLostOrDoubled(TestStore kind) throws Exception {
        try (TestStore.Database opened = kind.openDatabase();
                RerunEngine engine = engine(opened.source())) {
            DataSource database = opened.source();
            engine.process(entries(1, BEFORE));
            contracts = EngineFixture.rate("v2", "0.20");

            all(List.of(
                    () -> rerun(engine, RERUNS),
                    () -> processLive(engine),
                    () -> invoice(database, new Random(1)),
                    () -> edit(database, new Random(2)),
                    () -> edit(database, new Random(3))));
            // Nobody is in the way of the last one, which makes good for what was edited.
            assertThat(rerun(engine, 1)).isEqualTo(1);

            isAsIfTheyHadComeOneAfterTheOther(new DefaultSchemaHost(database));
            assertThat(opened.deadlocks().getAsLong()).isZero();
        }
    }

    private RerunEngine engine(DataSource database) {
        return RerunEngines.builder().app(APP).store(JdbcStore.on(database)).stream(
                        new InProcessStream(Duration.ofMillis(20)))
                .contracts(entry -> contracts.resolve(entry))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .lanes(8)
                .batchSize(20)
                .workers(2)
                .build();
    }

    private static List<ActivityEntry> entries(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(id -> EngineFixture.entry(
                        id, "key " + id % 17, EngineFixture.day(1 + id % 5).plusSeconds(id)))
                .toList();
    }

    private int rerun(RerunEngine engine, int times) {
        int done = 0;
        while (done < times) {
            invoicesToWrite.release(INVOICES / RERUNS);
            try {
                RerunReport report = engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG);
                assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
                done++;
            } catch (RerunStartFailedException e) {
                assertThat(e).hasMessageContaining("another transaction");
            }
        }
        return done;
    }

    private static int processLive(RerunEngine engine) {
        for (int id = BEFORE + 1; id <= BEFORE + LIVE; id += 4) {
            assertThat(engine.process(entries(id, id + 3)).processed()).isEqualTo(4);
        }
        return LIVE;
    }

    /** Each row by a statement of its own, so that the order is this job's. */
    private int invoice(DataSource database, Random random) throws SQLException, InterruptedException {
        for (int number = 1; number <= INVOICES; number++) {
            assertThat(invoicesToWrite.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            Map<String, BigDecimal> onThisInvoice = new ConcurrentHashMap<>();
            try (HostSql host = HostSql.begin(database)) {
                for (int i = 0; i < ITEMS_PER_INVOICE; i++) {
                    String key = anyItem(random);
                    if (host.update(INVOICE, "INV-" + number, key) == 1) {
                        String amount = host.rows("select amount from register_item where unique_key = ?", key)
                                .get(0)
                                .get(0);
                        onThisInvoice.put(key, new BigDecimal(amount));
                    }
                }
                host.commit();
            }
            invoiced.putAll(onThisInvoice);
        }
        return INVOICES;
    }

    private static int edit(DataSource database, Random random) throws SQLException {
        for (int edit = 1; edit <= EDITS; edit++) {
            HostSql.once(database, EDIT, "edit " + edit, anyItem(random));
        }
        return EDITS;
    }

    private static String anyItem(Random random) {
        return 1 + random.nextInt(BEFORE + LIVE) + ":fee";
    }

    private void isAsIfTheyHadComeOneAfterTheOther(DefaultSchemaHost host) {
        Map<String, RegisterItem> register =
                host.items(APP).stream().collect(Collectors.toMap(RegisterItem::uniqueKey, item -> item));
        assertThat(register).hasSize(BEFORE + LIVE);
        assertThat(invoiced).isNotEmpty();
        for (int id = 1; id <= BEFORE + LIVE; id++) {
            String key = id + ":fee";
            assertThat(register).containsKey(key);
            RegisterItem item = Objects.requireNonNull(register.get(key));
            BigDecimal billed = invoiced.get(key);
            assertThat(item.invoiced()).as(key).isEqualTo(billed != null);
            assertThat(item.amount())
                    .as(key)
                    .isEqualByComparingTo(billed != null ? billed : BigDecimal.valueOf(2L * id));
        }
    }

    private static void all(List<Callable<Integer>> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            List<Future<Integer>> running = new ArrayList<>();
            work.forEach(one -> running.add(threads.submit(one)));
            for (Future<Integer> one : running) {
                assertThat(one.get(120, TimeUnit.SECONDS)).isPositive();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
