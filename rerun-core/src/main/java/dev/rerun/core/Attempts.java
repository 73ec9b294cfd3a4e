package dev.rerun.core;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tries a transaction again after a deadlock or a lock's time-out, which a store may answer at any time. */
final class Attempts {
    private static final int MOST = 3;

    private Attempts() {}

    static <T extends @Nullable Object> T ofTransaction(RerunStore store, Function<StoreTransaction, T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return store.transaction(work);
            } catch (RejectedDataException e) {
                throw e;
            } catch (StoreException e) {
                if (attempt == MOST) {
                    throw e;
                }
            }
        }
    }
}
