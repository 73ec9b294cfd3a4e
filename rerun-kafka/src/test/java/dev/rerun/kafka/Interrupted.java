package dev.rerun.kafka;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets something happen once, just before a step of a start. */
final class Interrupted {
    /** In place of a method of the store: in the middle of a publication. */
    static final String PUBLISHING = "(publishing)";

    private final String step;
    private final Runnable event;
    private final AtomicBoolean happened = new AtomicBoolean();

    /** The step is the name of a method of a part of the store's transaction, or {@link #PUBLISHING}. */
    Interrupted(String step, Runnable event) {
        this.step = step;
        this.event = event;
    }

    boolean happened() {
        return happened.get();
    }

    private void reached(String name) {
        if (name.equals(step) && happened.compareAndSet(false, true)) {
            event.run();
        }
    }

    RerunStore store(RerunStore inner) {
        return new RerunStore() {
            @Override
            public void verify() {
                inner.verify();
            }

            @Override
            public StoreLimits limits() {
                return inner.limits();
            }

            @Override
            public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
                return inner.transaction(transaction -> work.apply(watched(StoreTransaction.class, transaction)));
            }
        };
    }

    /** The parts of a transaction are interfaces, and each answers a part or does a step. */
    private <T> T watched(Class<T> type, T inner) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            reached(method.getName());
            Object answer = call(method, inner, args);
            boolean isPart = type == StoreTransaction.class
                    && method.getReturnType().getName().contains(".spi.");
            return isPart ? watchedPart(method.getReturnType(), answer) : answer;
        }));
    }

    private <P> P watchedPart(Class<P> type, @Nullable Object part) {
        return watched(type, Objects.requireNonNull(type.cast(part)));
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    ActivityStream stream(ActivityStream inner) {
        return new ActivityStream() {
            @Override
            public void checkReady() {
                inner.checkReady();
            }

            @Override
            public void publish(Iterable<Block> blocks) {
                inner.publish(() -> halfWay(blocks.iterator()));
            }

            @Override
            public void subscribe(int workers, LaneWorker worker) {
                inner.subscribe(workers, worker);
            }

            @Override
            public void close() {
                inner.close();
            }
        };
    }

    private Iterator<Block> halfWay(Iterator<Block> blocks) {
        return new Iterator<>() {
            private int given;

            @Override
            public boolean hasNext() {
                return blocks.hasNext();
            }

            @Override
            public Block next() {
                if (++given == 5) {
                    reached(PUBLISHING);
                }
                return blocks.next();
            }
        };
    }
}
