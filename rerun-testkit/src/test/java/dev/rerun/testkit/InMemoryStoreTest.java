package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.StagedItems.byHand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InMemoryStoreTest {
    @Test
    void goesByItsClock() {
        SettableClock clock = new SettableClock(NOON.plusNanos(1));
        InMemoryStore store = new InMemoryStore(clock);
        assertThat(store.<Object>transaction(StoreTransaction::now)).isEqualTo(NOON);
        clock.advance(Duration.ofHours(-1));
        assertThat(store.<Object>transaction(StoreTransaction::now)).isEqualTo(NOON.minusSeconds(3600));
        clock.set(NOON);
        assertThat(store.<Object>transaction(StoreTransaction::now)).isEqualTo(NOON);
    }

    @Test
    void refusesATransactionWithinATransaction() {
        InMemoryStore store = new InMemoryStore();
        assertThatThrownBy(() -> store.transaction(outer -> store.transaction(StoreTransaction::now)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesATransactionThatIsOver() {
        InMemoryStore store = new InMemoryStore();
        StoreTransaction kept = store.transaction(transaction -> transaction);
        assertThatThrownBy(kept::now).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> kept.items().insert(APP, List.of(byHand("a", NOON))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesOtherThreads() {
        InMemoryStore store = new InMemoryStore();
        store.transaction(transaction -> {
            CompletableFuture<Object> elsewhere = CompletableFuture.supplyAsync(transaction::now);
            assertThatThrownBy(elsewhere::join).hasCauseInstanceOf(IllegalStateException.class);
            return true;
        });
    }

    @Test
    void refusesLanesThatTheTransactionDoesNotHold() {
        InMemoryStore store = new InMemoryStore();
        assertThatThrownBy(() ->
                        store.transaction(transaction -> transaction.lanes().read(new Lane(900_000, 0, 0, 1), 1)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesASecondActiveRun() {
        InMemoryStore store = new InMemoryStore();
        Selection selection = Stage.after(NOON, 1);
        assertThatThrownBy(() ->
                        store.transaction(transaction -> transaction.runs().insert(Stage.newRun(1, selection, 1))
                                && transaction.runs().insert(Stage.newRun(2, selection, 1))))
                .isInstanceOf(RejectedDataException.class);
    }

    @Test
    void refusesAQueryWhoseWordsAreTooLong() {
        Queries queries = Queries.of(Stage.of(subject(new InMemoryStore())));
        String id = "9".repeat(1_000_000 - "id in []".length());
        queries.start(EntryQuery.where(EntryCondition.withId(List.of(id))));
        assertThatThrownBy(() -> queries.start(EntryQuery.where(EntryCondition.withId(List.of(id + "9")))))
                .isInstanceOf(RejectedDataException.class)
                .hasMessageContaining("query has 1000001 characters");
    }

    @Test
    void refusesToInvoiceWhatIsNotThere() {
        InMemoryStore store = new InMemoryStore();
        assertThatThrownBy(() -> store.invoice(APP, "R-1", new ItemKey("dues", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void countsTheLastMinuteByItsClock() {
        SettableClock clock = new SettableClock(NOON.plusSeconds(20));
        InMemoryStore store = new InMemoryStore(clock);
        Run run = queued(store, 400);
        process(store, run, 90);
        assertThat(lastMinute(store, run)).isEqualTo(90);
        clock.set(NOON.plusSeconds(59));
        process(store, run, 10);
        clock.set(NOON.plusSeconds(60));
        assertThat(lastMinute(store, run)).isEqualTo(100);
        clock.set(NOON.plusSeconds(75));
        assertThat(lastMinute(store, run)).isEqualTo(75);
        process(store, run, 20);
        assertThat(lastMinute(store, run)).isEqualTo(95);
        clock.set(NOON.plusSeconds(60 + 33));
        assertThat(lastMinute(store, run)).isEqualTo(20 + 45);
        clock.set(NOON.plusSeconds(120 + 30));
        assertThat(lastMinute(store, run)).isEqualTo(10);
        process(store, run, 1);
        assertThat(lastMinute(store, run)).isEqualTo(11);
        clock.set(NOON.plusSeconds(240));
        assertThat(lastMinute(store, run)).isZero();
        process(store, run, 3);
        assertThat(lastMinute(store, run)).isEqualTo(3);
    }

    @Test
    void freesTurnsByItsClock() {
        SettableClock clock = new SettableClock(NOON);
        InMemoryStore store = new InMemoryStore(clock);
        Run run = queued(store, 1);
        assertThat(turn(store, run, Duration.ofSeconds(5))).isZero();
        clock.advance(Duration.ofSeconds(2));
        assertThat(turn(store, run, Duration.ofSeconds(9))).isEqualTo(Duration.ofSeconds(3));
        clock.advance(Duration.ofSeconds(3).minusNanos(1000));
        assertThat(turn(store, run, Duration.ofSeconds(9))).isEqualTo(Duration.ofNanos(1000));
        clock.advance(Duration.ofNanos(1000));
        assertThat(turn(store, run, Duration.ofSeconds(9))).isZero();
        assertThat(turn(store, run, Duration.ZERO)).isEqualTo(Duration.ofSeconds(9));
    }

    @Test
    void refusesToPurgeARunThatIsNotOver() {
        InMemoryStore store = new InMemoryStore();
        Run run = queued(store, 1);
        assertThatThrownBy(() -> store.transaction(transaction -> {
                    transaction.runs().purge(run.id());
                    return true;
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("QUEUED");
    }

    private static Run queued(InMemoryStore store, int entries) {
        Stage stage = Stage.of(subject(store));
        for (int id = 1; id <= entries; id++) {
            stage.process(Stage.entry(id, NOON.plusSeconds(1)));
        }
        return stage.queue(1, epoch -> Stage.after(NOON, epoch));
    }

    private static void process(InMemoryStore store, Run run, int entries) {
        Worker.of(Stage.of(subject(store)), run).work(0, entries);
    }

    private static StoreContract subject(InMemoryStore store) {
        return () -> StoreUnderTest.of(store);
    }

    private static long lastMinute(InMemoryStore store, Run run) {
        return store.transaction(transaction -> transaction.runs().report(run.id()))
                .orElseThrow()
                .processedLastMinute();
    }

    private static Duration turn(InMemoryStore store, Run run, Duration length) {
        return store.transaction(transaction -> transaction.runs().takeTurn(run.id(), length));
    }
}
