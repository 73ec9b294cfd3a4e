package dev.rerun.verification.kafka;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that tells a watcher of each step of its transactions before it is taken; the watcher may throw. */
final class WatchedStore implements RerunStore {
    /** Hears the name of a method of one of a transaction's parts, and what it is called with. */
    @FunctionalInterface
    interface Watcher {
        void before(String method, Object[] args);
    }

    private final RerunStore inner;
    private final Watcher watcher;

    WatchedStore(RerunStore inner, Watcher watcher) {
        this.inner = inner;
        this.watcher = watcher;
    }

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

    /** The parts of a transaction are interfaces, and what they do are the steps. */
    private <T> T watched(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
            watcher.before(method.getName(), args == null ? new Object[0] : args);
            Object answer = call(method, target, args);
            boolean isPart =
                    type == StoreTransaction.class && method.getReturnType().isInterface();
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
}
