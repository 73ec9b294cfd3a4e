package dev.rerun.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/** A clock of nanoseconds that stands still until it is told to go on. */
final class SettableNanos implements LongSupplier {
    private volatile long now;

    /** Begins anywhere, as the clock of a virtual machine does. */
    SettableNanos(long now) {
        this.now = now;
    }

    @Override
    public long getAsLong() {
        return now;
    }

    synchronized void advance(Duration time) {
        now += time.toNanos();
    }
}
