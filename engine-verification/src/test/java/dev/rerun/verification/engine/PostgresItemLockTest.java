package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import dev.rerun.testkit.SettableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom when a host works on the register while a rerun prepares. */
class PostgresItemLockTest {
    private static final String SECOND_ITEM = " where unique_key = '2:fee'";

    private final AtomicReference<@Nullable Thread> preparing = new AtomicReference<>();
    private final ExecutorService preparer = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work);
        preparing.set(thread);
        return thread;
    });

    @SuppressWarnings("NullAway.Init") // before each test
    private PostgresDatabase database;

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @BeforeEach
    void processFourEntries() throws SQLException {
        database = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade());
        engine = RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(database.source()))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .workers(0)
                .build();
        engine.process(IntStream.rangeClosed(1, 4)
                .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(id + 1)))
                .toList());
        try (Connection host = database.source().getConnection()) {
            update(host, "update register_item set invoice_id = 'R-1' where unique_key = '4:fee'");
        }
    }

    @AfterEach
    void close() {
        preparer.shutdownNow();
        engine.close();
        database.close();
    }

    @Test
    void anItemThatIsInvoicedMeanwhileStays() throws Exception {
        RerunReport report = startWhileHostDoes("update register_item set invoice_id = 'R-2'" + SECOND_ITEM);

        assertThat(report.itemsDeleted()).isEqualTo(2);
        assertThat(report.kept(KeptReason.INVOICED)).isEqualTo(2);
        assertThat(rows("select unique_key, invoice_id from register_item order by 1"))
                .containsExactly("2:fee|R-2", "4:fee|R-1");
    }

    @Test
    void anItemThatIsEditedMeanwhileGoesAsEdited() throws Exception {
        RerunReport report = startWhileHostDoes("update register_item set amount = 99.99" + SECOND_ITEM);

        assertThat(report.itemsDeleted()).isEqualTo(3);
        assertThat(rows("select trim_scale(amount) from rerun_archived_item" + SECOND_ITEM))
                .containsExactly("99.99");
    }

    @Test
    void anItemThatIsDatedLaterMeanwhileGoesAllTheSame() throws Exception {
        RerunReport report =
                startWhileHostDoes("update register_item set item_time = item_time + interval '9 days'" + SECOND_ITEM);

        assertThat(report.itemsDeleted()).isEqualTo(3);
        assertThat(rows("select unique_key from register_item")).containsExactly("4:fee");
    }

    @Test
    void anItemThatIsDatedBeforeTheCutoffMeanwhileStays() throws Exception {
        RerunReport report =
                startWhileHostDoes("update register_item set item_time = item_time - interval '9 days'" + SECOND_ITEM);

        assertThat(report.itemsDeleted()).isEqualTo(2);
        assertThat(report.kept(KeptReason.OUTSIDE_WINDOW)).isEqualTo(1);
    }

    @Test
    void anItemThatIsDeletedMeanwhileIsNotArchived() throws Exception {
        RerunReport report = startWhileHostDoes("delete from register_item" + SECOND_ITEM);

        assertThat(report.itemsDeleted()).isEqualTo(2);
        assertThat(rows("select unique_key from rerun_archived_item order by 1"))
                .containsExactly("1:fee", "3:fee");
    }

    /** Starts a rerun while a host changes an item, and lets the host commit once the rerun waits for it. */
    private RerunReport startWhileHostDoes(String change) throws Exception {
        try (Connection host = database.source().getConnection();
                Connection other = database.source().getConnection()) {
            host.setAutoCommit(false);
            update(host, change);
            Future<RerunReport> starting =
                    preparer.submit(() -> engine.start(EngineFixture.CUTOFF).report());
            await().until(() -> starting.isDone() || looksAgain());
            assertThat(starting).isNotDone();
            keptItemsAndNewOnesAreFree(other);
            host.commit();
            return starting.get(60, TimeUnit.SECONDS);
        }
    }

    private static void keptItemsAndNewOnesAreFree(Connection other) throws SQLException {
        update(other, "set lock_timeout = '10s'");
        update(other, "update register_item set detail = 'seen' where unique_key = '4:fee'");
        update(
                other,
                "insert into register_item select 1, 'new', app_id, ordering_key, item_time, 1, 'EUR', 1, null, null,"
                        + " true, null, null, null, null from register_item where unique_key = '4:fee'");
        update(other, "delete from register_item where unique_key = 'new'");
    }

    /** A prepare waits outside the database. */
    private boolean looksAgain() {
        Thread thread = preparing.get();
        return thread != null
                && Arrays.stream(thread.getStackTrace())
                        .anyMatch(frame -> frame.getMethodName().equals("lookAgain"));
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> rows(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }
}
