package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class JdbcStoreTest {
    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = TestDatabase.withSchema();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Nested
    class AConnection {
        @Test
        void worksAtReadCommittedAndIsGivenBackAsItWas() throws SQLException {
            ObservedDataSource observed =
                    new ObservedDataSource(database.source, true, Connection.TRANSACTION_SERIALIZABLE);

            JdbcStore.on(observed.source()).transaction(transaction -> {
                transaction.now();
                assertThat(isolationLevels()).contains(List.of("READ COMMITTED"));
                return 1;
            });

            assertThat(observed.returned).containsExactly("close true " + Connection.TRANSACTION_SERIALIZABLE);
        }

        @Test
        void staysWithoutAutoCommitIfItCameWithout() {
            ObservedDataSource observed =
                    new ObservedDataSource(database.source, false, Connection.TRANSACTION_READ_COMMITTED);

            assertThatThrownBy(() -> JdbcStore.on(observed.source()).transaction(transaction -> {
                        throw new IllegalArgumentException("work fails");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(observed.returned)
                    .isNotEmpty()
                    .containsOnly("close false " + Connection.TRANSACTION_READ_COMMITTED);
        }

        @Test
        void isAbortedAndCommitsNothingIfItsRollbackFails() throws SQLException {
            ObservedDataSource observed =
                    new ObservedDataSource(database.source, true, Connection.TRANSACTION_READ_COMMITTED);
            observed.failing.add("rollback");
            Map<String, List<List<@Nullable String>>> before = database.everything();
            IllegalArgumentException failure = new IllegalArgumentException("work fails");

            assertThatThrownBy(() -> JdbcStore.on(observed.source()).transaction(transaction -> {
                        transaction.entries().enter("billing", Set.of("a"));
                        throw failure;
                    }))
                    .isSameAs(failure)
                    .satisfies(thrown -> assertThat(thrown.getSuppressed())
                            .singleElement()
                            .satisfies(suppressed -> assertThat(suppressed).hasMessage("rollback fails")));

            assertThat(observed.returned).first().asString().startsWith("abort false");
            assertThat(database.everything()).isEqualTo(before);
        }

        @Test
        void isMissedInPlainWords() {
            ObservedDataSource observed =
                    new ObservedDataSource(database.source, true, Connection.TRANSACTION_READ_COMMITTED);
            observed.failing.add("getConnection");

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> JdbcStore.on(observed.source()).transaction(StoreTransaction::now))
                    .withMessageContaining("gives no connection");
        }

        @Test
        void whoseCommitFailsIsAStoreException() throws SQLException {
            ObservedDataSource observed =
                    new ObservedDataSource(database.source, true, Connection.TRANSACTION_READ_COMMITTED);
            observed.failing.add("commit");
            Map<String, List<List<@Nullable String>>> before = database.everything();

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> JdbcStore.on(observed.source())
                            .transaction(transaction -> transaction.entries().enter("billing", Set.of("a"))))
                    .withCauseInstanceOf(SQLException.class);

            assertThat(database.everything()).isEqualTo(before);
        }

        private List<List<@Nullable String>> isolationLevels() {
            try {
                return database.rows("select isolation_level from information_schema.sessions");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Nested
    class AFailure {
        @Test
        void leavesEveryTableAsItWas() throws SQLException {
            JdbcStore store = database.store();
            store.transaction(transaction -> writeSomething(transaction, 111_111, 0));
            store.transaction(transaction -> {
                transaction.runs().moveTo(111_111, RerunStatus.CANCELLED, null);
                return 1;
            });
            Map<String, List<List<@Nullable String>>> before = database.everything();

            assertThatIllegalStateException()
                    .isThrownBy(() -> store.transaction(transaction -> {
                        writeSomething(transaction, 222_222, 100);
                        prepare(transaction, 222_222);
                        throw new IllegalStateException("work fails");
                    }));

            assertThat(database.everything()).isEqualTo(before);
        }

        @Test
        void passesThroughUnchanged() {
            Error error = new AssertionError("not an exception");

            assertThat(catchThrowable(() -> database.store().transaction(transaction -> {
                        throw error;
                    })))
                    .isSameAs(error);
        }

        @Test
        void isRejectedDataIfAValueIsRefused() {
            JdbcStore store = database.store();
            store.transaction(transaction -> insertItem(transaction, "line"));

            assertThatExceptionOfType(RejectedDataException.class)
                    .isThrownBy(() -> store.transaction(transaction -> insertItem(transaction, "line")))
                    .withMessageContaining("23505");
            assertThatExceptionOfType(RejectedDataException.class)
                    .isThrownBy(() -> store.transaction(transaction -> insertItem(transaction, "l".repeat(256))))
                    .withMessageContaining("22001");
            assertThatExceptionOfType(RejectedDataException.class)
                    .isThrownBy(() -> store.transaction(
                            transaction -> transaction.entries().enter("a".repeat(256), Set.of())));
        }

        @Test
        void isAStoreExceptionIfTheDatabaseIsOutOfOrder() throws SQLException {
            database.execute("drop table rerun_app");

            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> database.store()
                            .transaction(transaction -> transaction.runs().active("billing")))
                    .withMessageContaining("42S02")
                    .isNotInstanceOf(RejectedDataException.class);
        }

        private static int insertItem(StoreTransaction transaction, String uniqueKey) {
            transaction
                    .items()
                    .insert(TestDatabase.APP, List.of(TestDatabase.item("sales", uniqueKey, TestDatabase.T0, null)));
            return 1;
        }

        private static int writeSomething(StoreTransaction transaction, long rerunId, long firstEntry) {
            String id = Long.toString(firstEntry + 1);
            long epoch = transaction.runs().closeEpoch(TestDatabase.APP);
            transaction.entries().enter(TestDatabase.APP, Set.of("a"));
            transaction
                    .entries()
                    .insert(
                            TestDatabase.APP,
                            epoch,
                            List.of(TestDatabase.entry(firstEntry + 1, "a", TestDatabase.T0.plusSeconds(1))));
            transaction
                    .entries()
                    .insertOutcomes(
                            TestDatabase.APP,
                            List.of(new NewOutcome(
                                    id,
                                    null,
                                    OutcomeStatus.PROCESSED,
                                    new ContractId("standard", "v" + id),
                                    List.of(Diagnostic.of("fine")),
                                    Duration.ofMillis(2))));
            transaction
                    .items()
                    .insert(
                            TestDatabase.APP,
                            List.of(TestDatabase.item(
                                    "sales" + id, "line" + id, TestDatabase.T0.plusSeconds(1), firstEntry + 1)));
            Selection selection = TestDatabase.selectionAfter(TestDatabase.T0, epoch);
            assertThat(transaction.runs().insert(TestDatabase.run(rerunId, selection, 4)))
                    .isTrue();
            return 1;
        }

        private static void prepare(StoreTransaction transaction, long rerunId) {
            Run run = transaction.runs().lock(rerunId).orElseThrow();
            var lanes = transaction.preparation().freeze(run);
            transaction
                    .lanes()
                    .park(lanes.get(0), List.of(new ParkedEntry(1, "101", "k", false, "poison", "poison", 1)));
            transaction.preparation().archive(run, Eligibility.of(run.selection(), List.of()), 10, moved -> assertThat(
                            moved)
                    .isEqualTo(2));
            transaction.runs().moveTo(rerunId, RerunStatus.RUNNING, null);
        }
    }

    @Nested
    class ATransaction {
        @Test
        void isDeadWhenItsWorkHasReturned() {
            AtomicReference<@Nullable StoreTransaction> kept = new AtomicReference<>();
            Items items = database.store().transaction(transaction -> {
                kept.set(transaction);
                return transaction.items();
            });
            StoreTransaction dead = Objects.requireNonNull(kept.get());

            assertThatIllegalStateException().isThrownBy(dead::now).withMessageContaining("has ended");
            assertThatIllegalStateException().isThrownBy(dead::runs);
            assertThatIllegalStateException().isThrownBy(dead::items);
            assertThatIllegalStateException()
                    .isThrownBy(
                            () -> items.insert("billing", List.of(TestDatabase.item("r", "k", TestDatabase.T0, null))));
        }

        @Test
        void mayReturnNothing() {
            assertThat(database.store().<@Nullable String>transaction(transaction -> null))
                    .isNull();
        }
    }

    @Nested
    class AName {
        @Test
        void ofATransactionThatWasRolledBackIsNotRemembered() throws SQLException {
            JdbcStore store = database.store();
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.transaction(transaction -> {
                        transaction.entries().enter("billing", Set.of("a"));
                        throw new IllegalStateException("work fails");
                    }));
            database.store().transaction(transaction -> transaction.entries().enter("another", Set.of("a")));

            store.transaction(transaction -> transaction.entries().enter("billing", Set.of("a")));

            assertThat(database.rows("select name from rerun_app order by name"))
                    .containsExactly(List.of("another"), List.of("billing"));
            assertThat(database.rows("select count(*) from rerun_app_lane")).containsExactly(List.of("128"));
        }

        @Test
        void thatAnImportWroteWithoutItsLanesGetsThem() throws SQLException {
            database.execute("insert into rerun_app (name) values ('billing')");

            assertThat(database.store()
                            .<Long>transaction(
                                    transaction -> transaction.entries().enter("billing", Set.of("a"))))
                    .isEqualTo(1);

            assertThat(database.rows("select count(*) from rerun_app_lane")).containsExactly(List.of("64"));
        }
    }
}
