package dev.rerun.benchmarks.measure;

import dev.rerun.core.spi.PrepareCounts;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What preparing came to and took.
 *
 * @param counts what it came to, by its own account
 * @param time from the call to the commit
 * @param heap what it took of this process's memory
 */
public record Measured(PrepareCounts counts, Duration time, HeapPeak heap) {
    /** Work to be measured. */
    public interface Work {
        PrepareCounts run() throws SQLException;
    }

    public static Measured of(Work work) throws SQLException {
        try (HeapPeak.Watch watch = HeapPeak.watch()) {
            long start = System.nanoTime();
            PrepareCounts counts = work.run();
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            return new Measured(counts, time, watch.peak());
        }
    }

    public double seconds() {
        return time.toNanos() / 1e9;
    }
}
