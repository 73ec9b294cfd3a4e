package dev.rerun.benchmarks.workload;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * What a rerun is asked for.
 *
 * @param app whose entries
 * @param cutoff what lies after this is calculated again
 * @param now the instant that counts as the present
 * @param retention how old an entry can be and still be calculated again
 */
public record Window(String app, Instant cutoff, Instant now, Duration retention) {
    /** The oldest time that an entry can have and still be calculated again. */
    public Instant retainedFrom() {
        return now.minus(retention);
    }

    /** Stands still at the present. */
    public Clock clock() {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
