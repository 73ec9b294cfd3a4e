package dev.rerun.testkit;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/** A transaction on a thread of its own. Closing it lets it end, so that a failed test leaves no lock behind. */
final class Background<T> implements AutoCloseable {
    private static final Duration LONGEST_MOMENT = Duration.ofMillis(300);

    private final CompletableFuture<T> acquired = new CompletableFuture<>();
    private final CompletableFuture<T> ended = new CompletableFuture<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean failing;

    private final Duration patience;

    private Background(Duration patience) {
        this.patience = patience;
    }

    /** Begins a transaction that ends by itself. */
    static <T> Background<T> running(Stage stage, Function<StoreTransaction, T> work) {
        Background<T> background = new Background<>(stage.patience);
        background.begin(stage.store, work, transaction -> {});
        return background;
    }

    /**
     * Begins a transaction that acquires something and then waits to be released. What it changes, it changes only then; so
     * whoever sees the change has come after the release, even where uncommitted changes can be seen.
     */
    static <T> Background<T> holding(
            Stage stage, Function<StoreTransaction, T> acquire, Consumer<StoreTransaction> change) {
        Background<T> background = new Background<>(stage.patience);
        background.begin(stage.store, acquire, transaction -> {
            background.awaitRelease();
            change.accept(transaction);
        });
        get(background.acquired, stage.patience);
        return background;
    }

    /** What it acquired. */
    T held() {
        return get(acquired, patience);
    }

    /** Gives it room to end, if nothing holds it back. */
    boolean endsInAMoment() {
        try {
            ended.get(moment(patience).toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits for its end. */
    T result() {
        return get(ended, patience);
    }

    /** Lets it make its change and commit, and waits for that. */
    void release() {
        released.countDown();
        result();
    }

    /** Lets it make its change and fail, and waits for that. */
    void fail() {
        failing = true;
        released.countDown();
        try {
            result();
        } catch (StagedFailure e) {
            return;
        }
        throw new AssertionError("a transaction that threw was committed");
    }

    @Override
    public void close() {
        released.countDown();
    }

    /** How long to wait for what must not happen: room for a mistake to show itself. */
    static Duration moment(Duration patience) {
        Duration share = patience.dividedBy(6);
        return share.compareTo(LONGEST_MOMENT) < 0 ? share : LONGEST_MOMENT;
    }

    private void begin(RerunStore store, Function<StoreTransaction, T> acquire, Consumer<StoreTransaction> then) {
        Thread thread = new Thread(
                () -> {
                    try {
                        ended.complete(store.transaction(transaction -> {
                            T value = acquire.apply(transaction);
                            acquired.complete(value);
                            then.accept(transaction);
                            if (failing) {
                                throw new StagedFailure();
                            }
                            return value;
                        }));
                    } catch (RuntimeException | Error e) {
                        acquired.completeExceptionally(e);
                        ended.completeExceptionally(e);
                    }
                },
                "contract-test-transaction");
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitRelease() {
        try {
            if (!released.await(2 * patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the test did not release its transaction");
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static <T> T get(CompletableFuture<T> future, Duration atMost) {
        try {
            return future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("a transaction is still waiting after " + atMost, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StagedFailure failure) {
                throw failure;
            }
            throw new AssertionError("a transaction failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("interrupted", e);
    }
}
