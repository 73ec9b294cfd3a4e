package dev.rerun.testkit;

import dev.rerun.api.EntryQuery;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Stores that are right but for one method of one part. */
final class TwistedStore {
    private TwistedStore() {}

    /** What a method does instead. */
    interface Twist<P> {
        @Nullable
        Object call(P part, Object[] args, StoreTransaction transaction);
    }

    /** A twist of how whole windows are frozen; what queries select is frozen as it should be. */
    static Twist<Preparation> ofWindows(Twist<Preparation> twist) {
        return (preparation, args, transaction) -> args.length == 1
                ? twist.call(preparation, args, transaction)
                : preparation.freeze((Run) args[0], (EntryQuery) args[1]);
    }

    static <P> RerunStore of(RerunStore store, Class<P> part, String method, Twist<P> twist) {
        return transactions(
                store,
                work -> store.<@Nullable Object>transaction(
                        transaction -> work.apply(twisted(transaction, part, method, twist))));
    }

    /** A store whose transactions run in another way. */
    static RerunStore transactions(
            RerunStore store, Function<Function<StoreTransaction, @Nullable Object>, @Nullable Object> transactions) {
        return Proxies.of(RerunStore.class, (method, args) -> {
            if (!method.getName().equals("transaction")) {
                return Proxies.invoke(method, store, args);
            }
            @SuppressWarnings("unchecked")
            Function<StoreTransaction, @Nullable Object> work = (Function<StoreTransaction, @Nullable Object>) args[0];
            return transactions.apply(work);
        });
    }

    static <P> StoreTransaction twisted(
            StoreTransaction transaction, Class<P> part, String methodName, Twist<P> twist) {
        return Proxies.of(StoreTransaction.class, (method, args) -> {
            Object answer = Proxies.invoke(method, transaction, args);
            return method.getReturnType() == part
                    ? twisted(part.cast(Objects.requireNonNull(answer)), part, methodName, twist, transaction)
                    : answer;
        });
    }

    private static <P> P twisted(
            P original, Class<P> part, String methodName, Twist<P> twist, StoreTransaction transaction) {
        requireMethod(part, methodName);
        return Proxies.of(
                part,
                (method, args) -> method.getName().equals(methodName)
                        ? twist.call(original, args, transaction)
                        : Proxies.invoke(method, original, args));
    }

    private static void requireMethod(Class<?> part, String name) {
        for (Method method : part.getMethods()) {
            if (method.getName().equals(name)) {
                return;
            }
        }
        throw new IllegalArgumentException(part + " has no method " + name);
    }
}
