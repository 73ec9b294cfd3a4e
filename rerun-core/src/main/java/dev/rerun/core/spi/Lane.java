package dev.rerun.core.spi;

/**
 * One of a run's sequences. An entry is outstanding while its sequence number is above the watermark.
 *
 * @param rerunId the run
 * @param number the lane's number, from zero
 * @param watermark the last sequence number that is done; zero at first
 * @param gate the last sequence number that may be processed for now: the end, unless the run is to pause after its first
 *     entries
 * @param end the last sequence number
 */
public record Lane(long rerunId, int number, long watermark, long gate, long end) {
    /**
     * A lane that is open to its end.
     *
     * @param rerunId the run
     * @param number the lane's number, from zero
     * @param watermark the last sequence number that is done
     * @param end the last sequence number
     */
    public Lane(long rerunId, int number, long watermark, long end) {
        this(rerunId, number, watermark, end, end);
    }

    /**
     * Whether there are entries that may be processed for now.
     *
     * @return true if the watermark is below the gate
     */
    public boolean open() {
        return watermark < gate;
    }
}
