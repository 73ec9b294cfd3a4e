package dev.rerun.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How much happened in a minute of the clock, and in the one before. */
record MinuteCounts(Instant minute, long count, long before) {
    static final MinuteCounts NONE = new MinuteCounts(Instant.EPOCH, 0, 0);

    private static final double NANOS = Duration.ofMinutes(1).toNanos();

    MinuteCounts plus(long more, Instant now) {
        MinuteCounts current = at(now);
        return new MinuteCounts(current.minute, current.count + more, current.before);
    }

    /** The part of the last minute that lies in the minute of the clock before is an average of that. */
    double ofLastMinute(Instant now) {
        MinuteCounts current = at(now);
        double gone = Duration.between(current.minute, now).toNanos() / NANOS;
        return current.count + current.before * (1 - gone);
    }

    private MinuteCounts at(Instant now) {
        Instant current = now.truncatedTo(ChronoUnit.MINUTES);
        if (current.equals(minute)) {
            return this;
        }
        boolean next = current.equals(minute.plus(1, ChronoUnit.MINUTES));
        return new MinuteCounts(current, 0, next ? count : 0);
    }
}
