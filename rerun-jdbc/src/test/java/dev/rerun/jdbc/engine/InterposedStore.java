package dev.rerun.jdbc.engine;

import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that a test can put out of order, or slow down, and between whose transactions it can act. */
final class InterposedStore implements RerunStore {
    private final RerunStore store;
    private final Thread test = Thread.currentThread();
    private final AtomicInteger refused = new AtomicInteger();
    private volatile boolean down;
    private volatile String refusedQuestion = "";
    private volatile Duration readTime = Duration.ZERO;
    private volatile @Nullable Runnable next;

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

    /** From now on a method fails, of {@link Runs} or {@link Items}, for example {@code Items.find}. */
    void refuse(String question) {
        refused.set(0);
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
            throw refusal();
        }
        T result = store.transaction(tx -> work.apply(interposed(tx)));
        Runnable due = next;
        if (due != null && Thread.currentThread() == test) {
            next = null;
            due.run();
        }
        return result;
    }

    private StoreException refusal() {
        refused.incrementAndGet();
        return new StoreException("the test has put the store out of order", null);
    }

    private StoreTransaction interposed(StoreTransaction tx) {
        return proxy(StoreTransaction.class, (proxy, method, arguments) -> {
            Object part = method.invoke(tx, arguments);
            return part instanceof Runs runs
                    ? interposed(Runs.class, runs)
                    : part instanceof Items items ? interposed(Items.class, items) : part;
        });
    }

    private <T> T interposed(Class<T> type, T part) {
        return proxy(type, (proxy, method, arguments) -> {
            if (refusedQuestion.equals(type.getSimpleName() + "." + method.getName())) {
                throw refusal();
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
