package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.testkit.MemoryApp.StoredEntry;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory for tests. Its transactions are real: one that throws leaves everything as it was. They run one after
 * the other, so every lock of the port is granted at once, and a transaction within a transaction is refused.
 *
 * <p>Safe for all threads. Nothing outlives the object.
 */
public final class InMemoryStore implements RerunStore, HostTables {
    private static final Comparator<RegisterItem> BY_KEY =
            Comparator.comparing(RegisterItem::register).thenComparing(RegisterItem::uniqueKey);

    private final MemoryTables tables = new MemoryTables();
    private final ReentrantLock lock = new ReentrantLock();
    private final Clock clock;

    /** Makes an empty store that goes by the system's clock. */
    public InMemoryStore() {
        this(Clock.systemUTC());
    }

    /**
     * Makes an empty store.
     *
     * @param clock what the store takes for now
     */
    public InMemoryStore(Clock clock) {
        this.clock = clock;
    }

    /** Does nothing: this store can always be used. */
    @Override
    public void verify() {}

    @Override
    public StoreLimits limits() {
        return MemoryLimits.LIMITS;
    }

    /**
     * Runs work in a transaction, after those that are under way.
     *
     * @throws IllegalStateException if this thread is in a transaction of this store already
     */
    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        return locked(transaction -> work.apply(transaction));
    }

    @Override
    public void addItem(String app, RegisterItem item) {
        change(transaction -> {
            MemoryLimits.check(item);
            transaction.tables.app(app).addItem(transaction.undo, MemoryItem.given(item));
        });
    }

    /** {@inheritDoc} The item must be there, else an {@link IllegalArgumentException} is thrown. */
    @Override
    public void invoice(String app, String invoiceId, ItemKey item) {
        change(transaction -> {
            MemoryItem before = present(transaction, app, item);
            replace(transaction, app, before, before.changed(before.item().amount(), invoiceId));
        });
    }

    /** {@inheritDoc} The item must be there, else an {@link IllegalArgumentException} is thrown. */
    @Override
    public void editAmount(String app, ItemKey item, BigDecimal amount) {
        change(transaction -> {
            MemoryItem before = present(transaction, app, item);
            replace(
                    transaction,
                    app,
                    before,
                    before.changed(amount, before.item().invoiceId()));
        });
    }

    /** {@inheritDoc} The item must be there, else an {@link IllegalArgumentException} is thrown. */
    @Override
    public void removeItem(String app, ItemKey item) {
        change(transaction -> transaction
                .tables
                .app(app)
                .removeItem(transaction.undo, present(transaction, app, item).item()));
    }

    @Override
    public void removeEntry(String app, String entryId) {
        change(transaction -> transaction.undo.remove(transaction.tables.app(app).entries, entryId));
    }

    @Override
    public List<RegisterItem> items(String app) {
        return locked(transaction -> sorted(transaction.tables.app(app).items()));
    }

    @Override
    public List<ActivityEntry> entries(String app) {
        return locked(transaction -> transaction.tables.app(app).entries.values().stream()
                .map(StoredEntry::entry)
                .sorted(Comparator.comparing(Position::of))
                .toList());
    }

    @Override
    public List<RegisterItem> archived(long rerunId) {
        return locked(transaction -> sorted(transaction.tables.archive(rerunId).values()));
    }

    @Override
    public List<ParkedEntry> parked(long rerunId) {
        return locked(transaction -> transaction.tables.failures(rerunId).values().stream()
                .map(MemoryFailure::entry)
                .sorted(Comparator.comparing(ParkedEntry::entryId))
                .toList());
    }

    private void change(Consumer<MemoryTransaction> work) {
        locked(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    private <T extends @Nullable Object> T locked(Function<MemoryTransaction, T> work) {
        if (lock.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread is in a transaction of this store; end it first");
        }
        lock.lock();
        try {
            MemoryTransaction transaction = new MemoryTransaction(tables, clock);
            boolean returned = false;
            try {
                T result = work.apply(transaction);
                returned = true;
                return result;
            } finally {
                transaction.end();
                if (!returned) {
                    transaction.undo.rollBack();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static List<RegisterItem> sorted(Collection<MemoryItem> items) {
        return items.stream().map(MemoryItem::item).sorted(BY_KEY).toList();
    }

    private static MemoryItem present(MemoryTransaction transaction, String app, ItemKey key) {
        MemoryItem item = transaction.tables.app(app).item(key);
        if (item == null) {
            throw new IllegalArgumentException("app '" + app + "' has no item " + key);
        }
        return item;
    }

    private static void replace(MemoryTransaction transaction, String app, MemoryItem before, MemoryItem after) {
        transaction.tables.app(app).removeItem(transaction.undo, before.item());
        transaction.tables.app(app).addItem(transaction.undo, after);
    }
}
