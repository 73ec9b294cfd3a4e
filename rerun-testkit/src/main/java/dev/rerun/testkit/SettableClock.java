package dev.rerun.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it, forwards or backwards. Safe for all threads. */
public final class SettableClock extends Clock {
    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /**
     * Makes a clock in UTC.
     *
     * @param now what it shows at first
     */
    public SettableClock(Instant now) {
        this(new AtomicReference<>(now), ZoneOffset.UTC);
    }

    private SettableClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /**
     * Sets the clock.
     *
     * @param instant what it shows from now on
     */
    public void set(Instant instant) {
        now.set(instant);
    }

    /**
     * Moves the clock.
     *
     * @param step how far; a negative step moves it back
     */
    public void advance(Duration step) {
        now.updateAndGet(before -> before.plus(step));
    }

    @Override
    public Instant instant() {
        return Objects.requireNonNull(now.get());
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock in another zone: setting or moving either moves both. */
    @Override
    public Clock withZone(ZoneId other) {
        return new SettableClock(now, other);
    }
}
