package dev.rerun.core;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets old runs, each in a transaction of its own. */
final class Purge {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final RerunStore store;

    Purge(RerunStore store) {
        this.store = store;
    }

    int purge(String app, Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("age " + age + " is negative; say how long ago a run must have ended");
        }
        Instant until = Attempts.ofTransaction(store, tx -> tx.now().minus(age));
        int purged = 0;
        while (purgeOldest(app, until)) {
            purged++;
        }
        return purged;
    }

    private boolean purgeOldest(String app, Instant until) {
        AtomicBoolean found = new AtomicBoolean();
        Attempts.ofTransaction(store, tx -> {
            requireIdle(tx, app);
            List<Long> oldest = tx.runs().ended(app, until, 1);
            found.set(!oldest.isEmpty());
            oldest.forEach(id -> {
                tx.runs().purge(id);
                log.info("Rerun {}, Rerun purged. app: {}", id, app);
            });
            return true;
        });
        return found.get();
    }

    private static void requireIdle(StoreTransaction tx, String app) {
        OptionalLong active = tx.runs().active(app);
        if (active.isPresent()) {
            throw new ActiveRerunException(app, active.getAsLong());
        }
    }
}
