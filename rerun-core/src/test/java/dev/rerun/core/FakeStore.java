package dev.rerun.core;

import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store that answers as a test says, and remembers what it was asked. */
final class FakeStore implements RerunStore {
    private final Replies replies;
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

    FakeStore(Replies replies) {
        this.replies = replies;
    }

    /** What the store says to a question such as {@code Runs.takeTurn}. */
    @FunctionalInterface
    interface Replies {
        @Nullable
        Object to(String question, List<?> arguments);
    }

    /** What it was asked, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void verify() {}

    @Override
    public StoreLimits limits() {
        return new StoreLimits(255, 255, 1_000_000, 20, 10, false, true);
    }

    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        return work.apply(part(StoreTransaction.class));
    }

    private <T> T part(Class<T> type) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Class<?> part = method.getReturnType();
                    if (type == StoreTransaction.class && part.getPackage() == type.getPackage()) {
                        return part(part);
                    }
                    String question = type.getSimpleName() + "." + method.getName();
                    asked.add(question);
                    return replies.to(question, arguments == null ? List.of() : List.of(arguments));
                }));
    }
}
