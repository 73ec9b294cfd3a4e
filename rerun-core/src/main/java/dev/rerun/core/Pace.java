package dev.rerun.core;

import dev.rerun.api.RerunOptions;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Keeps runs to the pauses and rates of their options. A run has a turn, which is kept in the store and which all workers of all
 * processes take one after another: what is taken before a batch is as long as its entries may take at the run's rate.
 */
final class Pace {
    /** A worker waits no longer for a turn, for there may be other runs. */
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    /** The entries of a tenth of a second come together: fewer would cost many transactions, more would come in bursts. */
    private static final int BATCHES_PER_SECOND = 10;

    private static final long MICROS_PER_SECOND = 1_000_000;

    private final RerunStore store;
    private final int usualBatch;

    Pace(RerunStore store, int usualBatch) {
        this.store = store;
        this.usualBatch = usualBatch;
    }

    int batchSize(Run run) {
        RerunOptions options = run.options();
        Integer rate = options.entriesPerSecond();
        if (!options.pauseBetweenEntries().isZero()) {
            return 1;
        }
        return rate == null ? usualBatch : Math.min(usualBatch, Math.max(1, rate / BATCHES_PER_SECOND));
    }

    /** Waits a moment, if need be, until a batch of the run may begin; false if that takes longer. */
    boolean awaitTurn(Run run) {
        RerunOptions options = run.options();
        boolean pauses = !options.pauseBetweenEntries().isZero();
        Integer rate = options.entriesPerSecond();
        if (!pauses && rate == null) {
            return true;
        }
        // A pause follows its entry, so the turn is taken with the entry; see LaneBatch.
        Duration turn = rate == null || pauses ? Duration.ZERO : timeOf(batchSize(run), rate);
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            Duration left = Attempts.ofTransaction(store, tx -> tx.runs().takeTurn(run.id(), turn));
            if (left.isZero()) {
                return true;
            }
            if (System.nanoTime() + left.toNanos() > deadline || !sleep(left)) {
                return false;
            }
        }
    }

    /** The pause after an entry, which makes a rate of entries too. */
    static Duration pauseAfterEntry(RerunOptions options) {
        Duration pause = options.pauseBetweenEntries();
        Integer rate = options.entriesPerSecond();
        if (pause.isZero() || rate == null) {
            return pause;
        }
        Duration ofRate = timeOf(1, rate);
        return pause.compareTo(ofRate) > 0 ? pause : ofRate;
    }

    /** In whole microseconds, and never less than the rate allows. */
    private static Duration timeOf(int entries, int rate) {
        return Duration.of((entries * MICROS_PER_SECOND + rate - 1) / rate, ChronoUnit.MICROS);
    }

    private static boolean sleep(Duration time) {
        try {
            // A millisecond is the least that a thread sleeps.
            Thread.sleep(time.toMillis() + 1);
            return true;
        } catch (
                @SuppressWarnings("unused")
                InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
