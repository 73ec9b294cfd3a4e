package dev.rerun.testkit;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import java.util.List;

/** The row of a lane, with its frozen entries: the first has the sequence number one. */
record MemoryLane(
        long rerunId,
        int number,
        List<String> entryIds,
        long watermark,
        long done,
        long failed,
        long created,
        long retained) {
    static MemoryLane of(long rerunId, int number, List<String> entryIds) {
        return new MemoryLane(rerunId, number, List.copyOf(entryIds), 0, 0, 0, 0, 0);
    }

    boolean outstanding() {
        return watermark < entryIds.size();
    }

    Lane toLane() {
        return new Lane(rerunId, number, watermark, entryIds.size());
    }

    MemoryLane advanced(LaneProgress progress) {
        if (progress.watermark() < watermark || progress.watermark() > entryIds.size()) {
            throw new IllegalArgumentException("lane " + number + " of run " + rerunId + " cannot move from "
                    + watermark + " to " + progress.watermark() + "; it ends at " + entryIds.size());
        }
        return new MemoryLane(
                rerunId,
                number,
                entryIds,
                progress.watermark(),
                done + progress.done(),
                failed + progress.failed(),
                created + progress.created(),
                retained + progress.retained());
    }
}
