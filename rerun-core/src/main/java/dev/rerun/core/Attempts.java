package dev.rerun.core;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Tries a transaction again after a failure of the store. After a conflict it does so more often, with a pause before each
 * try that becomes longer, unless what it waits for takes long by itself, as a lock's time-out does.
 */
final class Attempts {
    private static final int MOST = 3;
    private static final int MOST_IN_CONFLICT = 10;
    private static final long LONGEST_CONFLICT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(2), Duration.ofMillis(200));

    private Attempts() {}

    static <T extends @Nullable Object> T ofTransaction(RerunStore store, Function<StoreTransaction, T> work) {
        long begin = System.nanoTime();
        for (int attempt = 1; ; attempt++) {
            try {
                return store.transaction(work);
            } catch (RejectedDataException e) {
                throw e;
            } catch (StoreConflictException e) {
                boolean tooLong = attempt >= MOST && System.nanoTime() - begin > LONGEST_CONFLICT_NANOS;
                if (tooLong || attempt == MOST_IN_CONFLICT || !BACKOFF.pause(attempt)) {
                    throw e;
                }
            } catch (StoreException e) {
                if (attempt >= MOST) {
                    throw e;
                }
            }
        }
    }
}
