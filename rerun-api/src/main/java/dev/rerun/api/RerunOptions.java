package dev.rerun.api;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far a run goes, how fast, and what it does when entries fail. Stored with the run, so that all workers of all processes
 * keep to it exactly. Begin with {@link #DEFAULT} and add what is needed; every method returns new options.
 *
 * @param limit how many entries are selected at most, the earliest of the window; null for all
 * @param firstOnly how many entries, the earliest ones, are processed before the run pauses; null for no such pause
 * @param goOnIfAllSucceed whether a run with {@code firstOnly} goes on by itself if none of these failed
 * @param pauseBetweenEntries how long passes at least after an entry and before the next one, in the whole run; the run then
 *     processes one entry at a time. Zero for no pause
 * @param entriesPerSecond how many entries are processed in a second at most, in the whole run; null for no such rate
 * @param batchesAtOnce how many batches are processed at the same time at most, in the whole run; null for no such cap
 * @param holdFailedKeys whether the later entries of a failed entry's ordering key are held until it is resolved; otherwise
 *     they are processed as if the failed one had made nothing
 * @param pauseAtFailureShare the run pauses by itself when a larger share of its entries than this has failed; from 0 to 1,
 *     where 1 means never. The share counts from the start or the last resume
 * @param pauseNotBefore how many entries must have been processed before that share counts
 */
public record RerunOptions(
        @Nullable Long limit,
        @Nullable Long firstOnly,
        boolean goOnIfAllSucceed,
        Duration pauseBetweenEntries,
        @Nullable Integer entriesPerSecond,
        @Nullable Integer batchesAtOnce,
        boolean holdFailedKeys,
        double pauseAtFailureShare,
        int pauseNotBefore) {
    /** A run pauses by itself when more than this share of its entries has failed: {@value}. */
    public static final double DEFAULT_PAUSE_AT_FAILURE_SHARE = 0.5;

    /** So many entries must have been processed before the share of failures counts: {@value}. */
    public static final int DEFAULT_PAUSE_NOT_BEFORE = 100;

    /** The longest pause between entries, in days: {@value}. */
    public static final int LONGEST_PAUSE_DAYS = 1;

    /** Everything, as fast as it goes; failed entries hold up nobody, unless more than half of at least 100 have failed. */
    public static final RerunOptions DEFAULT = new RerunOptions(
            null,
            null,
            false,
            Duration.ZERO,
            null,
            null,
            false,
            DEFAULT_PAUSE_AT_FAILURE_SHARE,
            DEFAULT_PAUSE_NOT_BEFORE);

    /** Checks every component; a violation is an {@link IllegalArgumentException} that names it. */
    public RerunOptions {
        positive(limit, "limit");
        positive(firstOnly, "firstOnly");
        positive(entriesPerSecond, "entriesPerSecond");
        positive(batchesAtOnce, "batchesAtOnce");
        if (goOnIfAllSucceed && firstOnly == null) {
            throw new IllegalArgumentException("goOnIfAllSucceed needs firstOnly; say how many entries come first");
        }
        if (pauseBetweenEntries.isNegative()
                || pauseBetweenEntries.compareTo(Duration.ofDays(LONGEST_PAUSE_DAYS)) > 0) {
            throw new IllegalArgumentException("pauseBetweenEntries " + pauseBetweenEntries
                    + " is out of range; give zero for none, and one day at most");
        }
        if (!(pauseAtFailureShare >= 0 && pauseAtFailureShare <= 1)) {
            throw new IllegalArgumentException("pauseAtFailureShare " + pauseAtFailureShare
                    + " is out of range; give 0 to 1, where 1 means never");
        }
        if (pauseNotBefore < 1) {
            throw new IllegalArgumentException("pauseNotBefore " + pauseNotBefore + " is out of range; give 1 or more");
        }
    }

    /**
     * Selects no more than some entries, the earliest of the window; the items of all others stay.
     *
     * @param entries how many at most, at least one
     * @return new options
     */
    public RerunOptions limit(long entries) {
        return new RerunOptions(
                entries,
                firstOnly,
                goOnIfAllSucceed,
                pauseBetweenEntries,
                entriesPerSecond,
                batchesAtOnce,
                holdFailedKeys,
                pauseAtFailureShare,
                pauseNotBefore);
    }

    /**
     * Processes the earliest entries, and then pauses until a person resumes the run.
     *
     * @param entries how many, at least one
     * @return new options
     */
    public RerunOptions firstOnly(long entries) {
        return first(entries, false);
    }

    /**
     * Processes the earliest entries, and goes on by itself if none of them failed; otherwise pauses until a person resumes
     * the run.
     *
     * @param entries how many, at least one
     * @return new options
     */
    public RerunOptions firstThenOn(long entries) {
        return first(entries, true);
    }

    private RerunOptions first(long entries, boolean goOn) {
        return new RerunOptions(
                limit,
                entries,
                goOn,
                pauseBetweenEntries,
                entriesPerSecond,
                batchesAtOnce,
                holdFailedKeys,
                pauseAtFailureShare,
                pauseNotBefore);
    }

    /**
     * Lets some time pass after each entry of the run. The run then processes one entry at a time.
     *
     * @param pause the shortest time between two entries, to the microsecond; zero for none, one day at most
     * @return new options
     */
    public RerunOptions pauseBetweenEntries(Duration pause) {
        return new RerunOptions(
                limit,
                firstOnly,
                goOnIfAllSucceed,
                pause,
                entriesPerSecond,
                batchesAtOnce,
                holdFailedKeys,
                pauseAtFailureShare,
                pauseNotBefore);
    }

    /**
     * Keeps the run below a rate.
     *
     * @param entries how many entries a second at most, at least one; for less, see {@link #pauseBetweenEntries(Duration)}
     * @return new options
     */
    public RerunOptions entriesPerSecond(int entries) {
        return new RerunOptions(
                limit,
                firstOnly,
                goOnIfAllSucceed,
                pauseBetweenEntries,
                entries,
                batchesAtOnce,
                holdFailedKeys,
                pauseAtFailureShare,
                pauseNotBefore);
    }

    /**
     * Keeps the run from taking all workers.
     *
     * @param batches how many batches at the same time at most, at least one
     * @return new options
     */
    public RerunOptions batchesAtOnce(int batches) {
        return new RerunOptions(
                limit,
                firstOnly,
                goOnIfAllSucceed,
                pauseBetweenEntries,
                entriesPerSecond,
                batches,
                holdFailedKeys,
                pauseAtFailureShare,
                pauseNotBefore);
    }

    /**
     * Holds the later entries of a failed entry's ordering key until it is resolved by a retry: for logic that depends on
     * earlier items.
     *
     * @return new options
     */
    public RerunOptions holdingFailedKeys() {
        return new RerunOptions(
                limit,
                firstOnly,
                goOnIfAllSucceed,
                pauseBetweenEntries,
                entriesPerSecond,
                batchesAtOnce,
                true,
                pauseAtFailureShare,
                pauseNotBefore);
    }

    /**
     * Says when the run pauses by itself because too much fails.
     *
     * @param share the share of failed entries above which it pauses, from 0 to 1; 1 means never
     * @param notBefore how many entries must have been processed before the share counts, at least one
     * @return new options
     */
    public RerunOptions pauseWhenFailing(double share, int notBefore) {
        return new RerunOptions(
                limit,
                firstOnly,
                goOnIfAllSucceed,
                pauseBetweenEntries,
                entriesPerSecond,
                batchesAtOnce,
                holdFailedKeys,
                share,
                notBefore);
    }

    private static void positive(@Nullable Number value, String name) {
        if (value != null && value.longValue() < 1) {
            throw new IllegalArgumentException(
                    name + " " + value + " is out of range; give 1 or more, or leave it out");
        }
    }
}
