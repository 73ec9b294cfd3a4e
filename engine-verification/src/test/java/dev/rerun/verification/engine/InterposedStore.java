package dev.rerun.verification.engine;

import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that a test can put out of order, or slow down, and between whose transactions it can act. */
final class InterposedStore implements RerunStore {
    private final RerunStore store;
    private final Thread test = Thread.currentThread();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger failuresLeft = new AtomicInteger();
    private volatile boolean down;
    private volatile String refusedQuestion = "";
    private volatile Supplier<RuntimeException> error = this::refusal;
    private volatile Duration readTime = Duration.ZERO;
    private volatile @Nullable Runnable next;
    private volatile @Nullable Runnable afterConflict;
    private volatile String awaitedQuestion = "";
    private volatile Consumer<StoreTransaction> before = tx -> {};

    InterposedStore(RerunStore store) {
        this.store = store;
    }

    void down() {
        refused.set(0);
        down = true;
    }

    void up() {
        down = false;
        refusedQuestion = "";
    }

    /** From now on a method of a part of the transaction fails, for example {@code Items.find}. */
    void refuse(String question) {
        fail(question, Integer.MAX_VALUE, this::refusal);
    }

    /** A method of a part of the transaction fails so often. */
    void fail(String question, int times, Supplier<RuntimeException> with) {
        refused.set(0);
        failuresLeft.set(times);
        error = with;
        refusedQuestion = question;
    }

    /** From now on each reading of items takes so long. */
    void slowDown(Duration forEachRead) {
        readTime = forEachRead;
    }

    /** How often it has failed since it is out of order. */
    int refused() {
        return refused.get();
    }

    /** Does something once, after the next transaction of the test's thread. */
    void afterNextTransaction(Runnable work) {
        next = work;
    }

    /** The same, after a later transaction: the first is the next one. */
    void afterTransaction(int number, Runnable work) {
        afterNextTransaction(number == 1 ? work : () -> afterTransaction(number - 1, work));
    }

    /** Does something once, after the next transaction that was in another one's way. */
    void afterConflict(Runnable work) {
        afterConflict = work;
    }

    /** Does something once in a transaction, before a method of one of its parts is called. */
    void before(String question, Consumer<StoreTransaction> work) {
        before = work;
        awaitedQuestion = question;
    }

    /** A transaction of the test's thread is committed, and its answer does not arrive. */
    void loseAnswer(int number) {
        afterTransaction(number, () -> {
            throw refusal();
        });
    }

    @Override
    public void verify() {
        store.verify();
    }

    @Override
    public StoreLimits limits() {
        return store.limits();
    }

    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        if (down) {
            refused.incrementAndGet();
            throw refusal();
        }
        T result;
        try {
            result = store.transaction(tx -> work.apply(interposed(tx)));
        } catch (StoreConflictException e) {
            Runnable due = afterConflict;
            afterConflict = null;
            if (due != null) {
                due.run();
            }
            throw e;
        }
        Runnable due = next;
        if (due != null && Thread.currentThread() == test) {
            next = null;
            due.run();
        }
        return result;
    }

    private StoreException refusal() {
        return new StoreException("the test has put the store out of order", null);
    }

    private StoreTransaction interposed(StoreTransaction tx) {
        return proxy(StoreTransaction.class, (proxy, method, arguments) -> {
            Object part = method.invoke(tx, arguments);
            Class<?> type = method.getReturnType();
            return type.isInterface() && type.getPackage() == StoreTransaction.class.getPackage()
                    ? interposed(type, part, tx)
                    : part;
        });
    }

    private Object interposed(Class<?> type, Object part, StoreTransaction tx) {
        return proxy(type, (proxy, method, arguments) -> {
            String question = type.getSimpleName() + "." + method.getName();
            if (awaitedQuestion.equals(question)) {
                awaitedQuestion = "";
                before.accept(tx);
            }
            if (refusedQuestion.equals(question) && failuresLeft.getAndDecrement() > 0) {
                refused.incrementAndGet();
                throw error.get();
            }
            if (part instanceof Items) {
                LockSupport.parkNanos(readTime.toNanos());
            }
            return method.invoke(part, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    try {
                        return handler.invoke(proxy, method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                }));
    }
}
