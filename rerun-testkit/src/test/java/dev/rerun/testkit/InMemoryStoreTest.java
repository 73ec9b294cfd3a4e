package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.byHand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.RejectedDataException;
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
    void refusesToInvoiceWhatIsNotThere() {
        InMemoryStore store = new InMemoryStore();
        assertThatThrownBy(() -> store.invoice(APP, "R-1", new ItemKey("dues", "a")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
