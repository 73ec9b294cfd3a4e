package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.servers.MariaDbDatabase;
import dev.rerun.servers.MariaDbServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is particular to MariaDB: modes of the session, options of the driver, InnoDB's locks, collations. */
class MariaDbStoreTest {
    private static final String APP = TestDatabase.APP;
    private static final long RUN = 123_456;

    private final ExecutorService others = Executors.newCachedThreadPool();

    @SuppressWarnings("NullAway.Init") // before each test
    private MariaDbDatabase database;

    @BeforeEach
    void open() {
        database =
                MariaDbServer.shared().database(source -> JdbcSchema.of(source).createOrUpgrade());
    }

    @AfterEach
    void close() {
        others.shutdownNow();
        database.close();
    }

    private JdbcStore store(String options) {
        return JdbcStore.on(database.source(options));
    }

    @ParameterizedTest
    @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
    void worksAtReadCommittedAndGivesTheConnectionBackAsItWas(int isolation) {
        ObservedDataSource observed = new ObservedDataSource(database.source(), true, isolation);

        JdbcStore.on(observed.source()).transaction(transaction -> {
            transaction.entries().enter(APP, Set.of("a"));
            // InnoDB renews what it shows here every tenth of a second.
            List<String> levels = await().until(() -> texts("""
                    select t.trx_isolation_level from information_schema.innodb_trx t
                    join information_schema.processlist p on p.id = t.trx_mysql_thread_id
                    where p.db = database()
                    """), shown -> !shown.isEmpty());
            assertThat(levels).containsExactly("READ COMMITTED");
            return 1;
        });

        assertThat(observed.returned).containsExactly("close true " + isolation);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ANSI_QUOTES,NO_ZERO_DATE"})
    void refusesAConnectionOnWhichValuesWouldBeCutUnnoticed(String mode) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> store("?sessionVariables=sql_mode='" + mode + "'")
                        .transaction(transaction -> transaction.entries().enter(APP, Set.of("a"))))
                .withMessageContainingAll("sql_mode '" + mode + "'", "add STRICT_TRANS_TABLES");
    }

    @Test
    void tellsRefusedValuesByTheirSqlState() {
        JdbcStore store = store("");
        store.transaction(transaction -> insert(transaction, item("line")));

        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> store.transaction(transaction -> insert(transaction, item("line"))))
                .withMessageContaining("23000");
        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> store.transaction(transaction -> insert(transaction, item("l".repeat(256)))))
                .withMessageContaining("22001");
        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> store.transaction(transaction -> insert(transaction, item("\uD83D"))))
                .withMessageContaining("U+D83D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?useBulkStmts=true",
                "?useBulkStmtsForInserts=false",
                "?rewriteBatchedStatements=true",
                "?useServerPrepStmts=true",
                "?allowMultiQueries=true",
                "?timezone=-05:00",
                "?sessionVariables=time_zone='-05:00'",
                "?sessionVariables=sql_mode='STRICT_ALL_TABLES,ANSI_QUOTES,NO_BACKSLASH_ESCAPES,NO_ZERO_IN_DATE'"
            })
    void givesBackWhatItWasGivenWhateverTheDriverIsToldToDo(String options) {
        JdbcStore store = store(options);
        List<RegisterItem> items = IntStream.range(0, 2_500)
                .mapToObj(i -> item("line \\ ' \" " + i, TestDatabase.T0.plus(i, ChronoUnit.MICROS)))
                .toList();
        Set<ItemKey> keys = items.stream().map(ItemKey::of).collect(Collectors.toSet());

        store.transaction(transaction -> {
            transaction.items().insert(APP, items);
            return 1;
        });

        Map<ItemKey, PlacedItem> found =
                store("").transaction(transaction -> transaction.items().find(APP, keys));
        assertThat(found.values().stream().map(PlacedItem::item)).containsExactlyInAnyOrderElementsOf(items);
        assertThat(store.<Map<ItemKey, PlacedItem>>transaction(
                        transaction -> transaction.items().find(APP, keys)))
                .isEqualTo(found);
        assertThat(store.<Instant>transaction(StoreTransaction::now))
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void tellsKeysApartByCaseByAccentsAndByBlanksAtTheEnd() {
        List<RegisterItem> items = List.of("a", "A", "a ", "ä", "a\u0308", "ss", "ß", "l".repeat(255)).stream()
                .map(MariaDbStoreTest::item)
                .toList();
        Set<ItemKey> longer = Set.of(
                new ItemKey("sales", "l".repeat(256)),
                new ItemKey("sales", "l".repeat(300)),
                new ItemKey("sales", "S"));
        JdbcStore store = store("");

        store.transaction(transaction -> {
            transaction.items().insert(APP, items);
            return 1;
        });

        for (RegisterItem item : items) {
            ItemKey key = ItemKey.of(item);
            assertThat(store.<Map<ItemKey, PlacedItem>>transaction(
                            transaction -> transaction.items().find(APP, Set.of(key))))
                    .containsOnlyKeys(key);
        }
        assertThat(store.<Map<ItemKey, PlacedItem>>transaction(
                        transaction -> transaction.items().find(APP, longer)))
                .isEmpty();
    }

    @Test
    void findsKeysOfEveryCharacter() {
        List<RegisterItem> items = new ArrayList<>();
        for (int start = 0; start < 0x20000; start += 0x80) {
            StringBuilder key = new StringBuilder("k");
            for (int character = start; character < start + 0x80; character++) {
                if (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE) {
                    key.appendCodePoint(character);
                }
            }
            if (key.length() > 1) {
                items.add(item(key.substring(0, Math.min(255, key.length()))));
            }
        }
        Set<ItemKey> keys = items.stream().map(ItemKey::of).collect(Collectors.toSet());
        JdbcStore store = store("");

        store.transaction(transaction -> {
            transaction.items().insert(APP, items);
            return 1;
        });

        assertThat(store.<Map<ItemKey, PlacedItem>>transaction(
                        transaction -> transaction.items().find(APP, keys)))
                .containsOnlyKeys(keys);
    }

    @Test
    void aLockThatIsWaitedForTooLongUndoesTheWholeTransaction() throws SQLException {
        store("").transaction(transaction -> insert(transaction, item("other")));
        try (Connection other = database.source().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("insert into register_item select register_id, 'line', app_id, ordering_key, item_time,"
                    + " amount, currency, units, refers_to, detail, ui_created, entry_id, contract_id, invoice_id,"
                    + " rerun_id, calculated_amount from register_item");

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store("?sessionVariables=innodb_lock_wait_timeout=1")
                            .transaction(transaction -> {
                                insert(transaction, item("before"));
                                return insert(transaction, item("line"));
                            }))
                    .isNotInstanceOf(RejectedDataException.class)
                    .withMessageContaining("try again");
            other.rollback();
        }
        assertThat(texts("select unique_key from register_item")).containsExactly("other");
    }

    @Test
    void severalWhoWaitForTheSameNewNameAllGetItWhenTheFirstIsRolledBack() throws Exception {
        JdbcStore store = store("");
        store.transaction(transaction -> transaction.entries().enter(APP, Set.of("a")));
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch rollBack = new CountDownLatch(1);
        Future<Integer> first = others.submit(() -> store.transaction(transaction -> {
            insert(transaction, item("first"));
            inserted.countDown();
            awaitLatch(rollBack);
            throw new IllegalStateException("rolled back");
        }));
        awaitLatch(inserted);
        List<Future<Integer>> waiting = IntStream.range(0, 4)
                .mapToObj(i -> others.submit(
                        () -> store("").<Integer>transaction(transaction -> insert(transaction, item("line" + i)))))
                .toList();
        await().until(() -> lockWaits() == 4);
        rollBack.countDown();

        for (Future<Integer> one : waiting) {
            assertThat(one.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        }
        assertThat(first).failsWithin(20, TimeUnit.SECONDS);
        assertThat(texts("select name from rerun_register")).containsExactly("sales");
        assertThat(texts("select count(*) from register_item")).containsExactly("4");
    }

    @Test
    void prepareLocksNoItemThatStaysAndWaitsForNoneAndLetsOthersInsert() throws SQLException {
        JdbcStore store = store("?sessionVariables=innodb_lock_wait_timeout=2");
        store.transaction(transaction -> {
            long epoch = transaction.runs().closeEpoch(APP);
            for (int i = 1; i <= 9; i++) {
                Instant time = TestDatabase.T0.plusSeconds(i);
                transaction.entries().insert(APP, epoch, List.of(TestDatabase.entry(i, "key", time)));
                insert(transaction, TestDatabase.item("sales", "line" + i, time, (long) i));
            }
            transaction.runs().insert(TestDatabase.run(RUN, TestDatabase.selectionAfter(TestDatabase.T0, epoch), 4));
            return 1;
        });
        try (Connection other = database.source("?sessionVariables=innodb_lock_wait_timeout=2")
                        .getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("update register_item set invoice_id = 'INV' where unique_key in ('line3', 'line6')");
            // At MariaDB's own level, an update that is not by the whole key would lock all rows that it passes.
            other.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            other.setAutoCommit(false);
            statement.execute("update register_item set detail = 'edited' where unique_key = 'line3'");
            statement.execute("update activity_entry set payload = 'edited' where id in (2, 3)");

            store.transaction(transaction -> {
                Run run = transaction.runs().lock(RUN).orElseThrow();
                transaction.preparation().freeze(run);
                List<Long> moved = new ArrayList<>();
                transaction
                        .preparation()
                        .archive(run, Eligibility.of(run.selection(), List.of()), 2, (long items) -> moved.add(items));
                assertThat(moved).containsExactly(2L, 2L, 2L, 1L);
                execute(statement, "update register_item set detail = 'edited' where unique_key = 'line6'");
                execute(
                        statement,
                        "insert into register_item select register_id, 'new', app_id, ordering_key, item_time, amount,"
                                + " currency, units, refers_to, detail, ui_created, entry_id, contract_id, null,"
                                + " rerun_id, calculated_amount from register_item where unique_key = 'line3'");
                return 1;
            });
            other.commit();
        }
        assertThat(texts("select unique_key from register_item order by unique_key"))
                .containsExactly("line3", "line6", "new");
    }

    @Test
    void theStatementsForMysqlWorkWhereItsCollationIsKnown() {
        try (MariaDbDatabase empty = MariaDbServer.shared().database()) {
            List<String> statements =
                    MariaDbDialect.ofMySql().migrations().get(0).statements();
            Dialect.Column key = new Dialect.Column("unique_key", "varchar");
            String keys = MariaDbDialect.ofMySql().keyTable("k", key);
            String json = KeyRows.of(key, List.of("x")).json();
            try (Connection connection = empty.source().getConnection();
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
                try (ResultSet none =
                        statement.executeQuery("select i.unique_key from " + keys.replace("?", "'" + json + "'")
                                + " straight_join register_item i on i.unique_key = k.unique_key")) {
                    assertThat(none.next()).isFalse();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static RegisterItem item(String uniqueKey) {
        return item(uniqueKey, TestDatabase.T0);
    }

    private static RegisterItem item(String uniqueKey, Instant time) {
        return TestDatabase.item("sales", uniqueKey, time, null);
    }

    private static int insert(StoreTransaction transaction, RegisterItem item) {
        transaction.items().insert(APP, List.of(item));
        return 1;
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(Statement statement, String sql) {
        try {
            assertThat(statement.executeUpdate(sql)).isEqualTo(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private long lockWaits() {
        return Long.parseLong(texts("""
                select count(*) from information_schema.innodb_trx t
                join information_schema.processlist p on p.id = t.trx_mysql_thread_id
                where t.trx_state = 'LOCK WAIT' and p.db = database()
                """).get(0));
    }

    private List<String> texts(String sql) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
