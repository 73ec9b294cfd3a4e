package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.KeptReason;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What others do with the same rows while a rerun prepares, one of them at a time. */
@ParameterizedClass
@EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
class MeanwhileTest {
    private static final String APP = EngineFixture.APP;
    private static final String EDIT = "update register_item set detail = 'edited' where unique_key = ?";
    private static final String COPY = """
            insert into register_item (register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units,
                detail, ui_created)
            select register_id, unique_key, app_id, ordering_key, item_time, amount, currency, units, 'copied', true
            from rerun_archived_item where unique_key = ?
            """;
    private static final String INVOICE = "update register_item set invoice_id = 'INV-2' where unique_key = ?";

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestStore.Database opened;

    @SuppressWarnings("NullAway.Init") // before each test
    private DataSource database;

    @SuppressWarnings("NullAway.Init") // before each test
    private DefaultSchemaHost host;

    private final HeldStream held = new HeldStream();

    /** Twelve billed entries, two of them before the cutoff, the fourth invoiced. */
    @BeforeEach
    void open() {
        opened = kind.openDatabase();
        database = opened.source();
        host = new DefaultSchemaHost(database);
        try (RerunEngine first = engine(new InProcessStream())) {
            first.process(IntStream.rangeClosed(1, 12)
                    .mapToObj(id -> entry(id, id - 1))
                    .toList());
        }
        host.invoice(APP, "INV-1", new ItemKey(ScriptedLogic.REGISTER, "4:fee"));
    }

    @AfterEach
    void close() {
        held.commit();
        opened.close();
    }

    private static ActivityEntry entry(int id, int day) {
        return EngineFixture.entry(id, "key " + id, EngineFixture.day(day));
    }

    private RerunEngine engine(ActivityStream stream) {
        return RerunEngines.builder().app(APP).store(JdbcStore.on(database)).stream(stream)
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .workers(0)
                .build();
    }

    /** Work on a thread of its own. */
    private static final class Doing<T> {
        private final FutureTask<T> task;
        private final Thread thread;

        Doing(Callable<T> work) {
            task = new FutureTask<>(work);
            thread = new Thread(task);
            thread.setDaemon(true);
            thread.start();
        }

        T result() throws Exception {
            return task.get(30, TimeUnit.SECONDS);
        }

        /** Whether it has nothing to do but wait for a lock: the server says so, or its state does. */
        boolean waits(TestStore.Database database) {
            Thread.State state = thread.getState();
            return database.lockAwaited().getAsBoolean()
                    || state == Thread.State.TIMED_WAITING
                    || state == Thread.State.WAITING;
        }

        boolean looksAgainAndAgainForAnItem() {
            return Arrays.stream(thread.getStackTrace())
                    .anyMatch(frame -> frame.getClassName().endsWith(".PatientArchive")
                            && frame.getMethodName().equals("lookAgain"));
        }
    }

    private Doing<Rerun> start(RerunEngine engine) {
        return new Doing<>(() -> engine.start(EngineFixture.CUTOFF));
    }

    private Doing<Integer> toucherThatWaits(String sql) {
        Doing<Integer> toucher = new Doing<>(() -> HostSql.once(database, sql, "9:fee"));
        await().until(() -> toucher.waits(opened));
        assertThat(toucher.task).isNotDone();
        return toucher;
    }

    private RegisterItem item(int id) {
        return host.items(APP).stream()
                .filter(item -> item.uniqueKey().equals(id + ":fee"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatTheRerunKeepsAndWhatIsNewIsNeverBlocked() throws Exception {
        try (RerunEngine engine = engine(held);
                RerunEngine live = engine(new InProcessStream())) {
            Doing<Rerun> starting = start(engine);
            held.awaitPrepare();

            assertThat(new Doing<>(() -> HostSql.once(database, EDIT, "1:fee")).result())
                    .isEqualTo(1);
            assertThat(new Doing<>(() -> HostSql.once(database, EDIT, "4:fee")).result())
                    .isEqualTo(1);
            assertThat(new Doing<>(() -> HostSql.once(database, INVOICE, "2:fee")).result())
                    .isEqualTo(1);
            assertThat(new Doing<>(() -> {
                                host.addItem(APP, EngineFixture.uiItem("by hand", EngineFixture.day(5)));
                                return host.items(APP).size();
                            })
                            .result())
                    .isEqualTo(13);
            ProcessingReport processed = new Doing<>(() -> live.process(List.of(entry(21, 6), entry(22, 7)))).result();
            assertThat(processed.itemsCreated()).isEqualTo(2);
            assertThat(starting.task).isNotDone();

            held.commit();
            RerunReport report = starting.result().report();
            assertThat(report.itemsDeleted()).isEqualTo(9);
            assertThat(item(1).detail()).isEqualTo("edited");
            assertThat(item(4).detail()).isEqualTo("edited");
            assertThat(item(2).invoiceId()).isEqualTo("INV-2");
            assertThat(item(21).rerunId()).isNull();
            assertThat(host.items(APP)).hasSize(6);
        }
    }

    @Test
    void whoeverTouchesAnItemThatIsBeingDeletedWaitsForThePrepareAndThenFindsItGone() throws Exception {
        try (RerunEngine engine = engine(held)) {
            Doing<Rerun> starting = start(engine);
            held.awaitPrepare();
            Doing<Integer> editor = toucherThatWaits(EDIT);
            Doing<Integer> invoicing = toucherThatWaits(INVOICE);

            held.commit();

            assertThat(editor.result()).isZero();
            assertThat(invoicing.result()).isZero();
            assertThat(starting.result().report().itemsDeleted()).isEqualTo(9);
        }
    }

    @Test
    void whoeverTouchesAnItemWhosePrepareIsRolledBackFindsItAsItWas() throws Exception {
        try (RerunEngine engine = engine(held)) {
            Doing<Rerun> starting = start(engine);
            held.awaitPrepare();
            Doing<Integer> editor = toucherThatWaits(EDIT);

            held.rollBack();

            assertThat(editor.result()).isEqualTo(1);
            assertThat(item(9).detail()).isEqualTo("edited");
            assertThat(starting.task)
                    .failsWithin(EngineFixture.LONG)
                    .withThrowableOfType(ExecutionException.class)
                    .withCauseInstanceOf(RerunStartFailedException.class);
        }
    }

    @Test
    void aCancelWaitsForWhoeverTakesAKeyAndThenLeavesThatItemInTheArchive() throws Exception {
        try (RerunEngine engine = engine(new InProcessStream());
                HostSql other = HostSql.begin(database)) {
            long id = engine.start(EngineFixture.CUTOFF).id();
            assertThat(other.update(COPY, "9:fee")).isEqualTo(1);
            Doing<RerunReport> cancelling = new Doing<>(() -> engine.cancel(id, Actor.HOST));
            await().until(() -> cancelling.waits(opened));
            assertThat(cancelling.task).isNotDone();

            other.commit();

            RerunReport report = cancelling.result();
            assertThat(report.itemsPutBack()).isEqualTo(8);
            assertThat(report.itemsNotPutBack()).isEqualTo(1);
            assertThat(item(9).detail()).isEqualTo("copied");
            assertThat(host.archived(id)).extracting(RegisterItem::uniqueKey).containsExactly("9:fee");
        }
    }

    @Test
    void aCancelDoesNotWaitForItemsThatStayed() throws Exception {
        try (RerunEngine engine = engine(new InProcessStream());
                HostSql other = HostSql.begin(database)) {
            long id = engine.start(EngineFixture.CUTOFF).id();
            assertThat(other.update(EDIT, "4:fee")).isEqualTo(1);
            host.addItem(APP, EngineFixture.uiItem("by hand", EngineFixture.day(5)));
            assertThat(other.update(EDIT, "by hand")).isEqualTo(1);

            assertThat(new Doing<>(() -> engine.cancel(id, Actor.HOST)).result().itemsPutBack())
                    .isEqualTo(9);
        }
    }

    @Test
    void anItemWhoseInvoicingCameFirstStays() throws Exception {
        try (RerunEngine engine = engine(new InProcessStream());
                HostSql job = HostSql.begin(database)) {
            assertThat(job.update(INVOICE, "9:fee")).isEqualTo(1);
            Doing<Rerun> starting = start(engine);
            await().until(starting::looksAgainAndAgainForAnItem);

            job.commit();

            RerunReport report = starting.result().report();
            assertThat(report.itemsDeleted()).isEqualTo(8);
            assertThat(report.kept()).containsEntry(KeptReason.INVOICED, 2L);
            assertThat(item(9).invoiceId()).isEqualTo("INV-2");
        }
    }

    @Test
    void aJobThatLocksItemsAgainstTheOrderGetsThemAllAndTheStartBeginsAgain() throws Exception {
        try (RerunEngine engine = engine(new InProcessStream());
                HostSql job = HostSql.begin(database)) {
            assertThat(job.update(INVOICE, "11:fee")).isEqualTo(1);
            Doing<Rerun> starting = start(engine);
            await().until(starting::looksAgainAndAgainForAnItem);

            // The start holds this one and waits for the other.
            assertThat(job.update(INVOICE, "5:fee")).isEqualTo(1);
            job.commit();

            assertThat(starting.result().report().itemsDeleted()).isEqualTo(7);
            assertThat(item(5).invoiceId()).isEqualTo("INV-2");
            assertThat(item(11).invoiceId()).isEqualTo("INV-2");
        }
    }

    @Test
    void aJobThatLocksItemsInTheOrderOfTheirTimesIsNotInTheWay() throws Exception {
        try (RerunEngine engine = engine(new InProcessStream());
                HostSql job = HostSql.begin(database)) {
            assertThat(job.update(INVOICE, "7:fee")).isEqualTo(1);
            Doing<Rerun> starting = start(engine);
            await().until(starting::looksAgainAndAgainForAnItem);

            for (int id = 8; id <= 12; id++) {
                assertThat(job.update(INVOICE, id + ":fee")).isEqualTo(1);
            }
            job.commit();

            assertThat(starting.result().report().itemsDeleted()).isEqualTo(3);
        }
    }
}
