package dev.rerun.testkit;

import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The row of a lane, with its queued entries: the first has the sequence number one. */
record MemoryLane(
        long rerunId,
        int number,
        List<String> entryIds,
        long watermark,
        long gate,
        LaneCounts counts,
        MinuteCounts processed) {
    static MemoryLane of(long rerunId, int number, List<String> entryIds, long gate) {
        return new MemoryLane(rerunId, number, List.copyOf(entryIds), 0, gate, LaneCounts.ZERO, MinuteCounts.NONE);
    }

    boolean open() {
        return watermark < gate;
    }

    Lane toLane() {
        return new Lane(rerunId, number, watermark, gate, entryIds.size());
    }

    List<String> outstanding() {
        return entryIds.subList((int) watermark, entryIds.size());
    }

    MemoryLane opened() {
        return new MemoryLane(rerunId, number, entryIds, watermark, entryIds.size(), counts, processed);
    }

    MemoryLane advanced(LaneProgress progress, Instant now) {
        if (progress.watermark() < watermark || progress.watermark() > entryIds.size()) {
            throw new IllegalArgumentException("lane " + number + " of run " + rerunId + " cannot move from "
                    + watermark + " to " + progress.watermark() + "; it ends at " + entryIds.size());
        }
        return new MemoryLane(
                rerunId,
                number,
                entryIds,
                progress.watermark(),
                gate,
                counts.plus(LaneCounts.of(progress)),
                processed.plus(progress.done() + progress.failed(), now));
    }

    /** The lane is longer by entries that it no longer counts as failed or held. */
    MemoryLane requeued(List<MemoryFailure> again) {
        List<String> longer = new ArrayList<>(entryIds);
        again.forEach(failure -> longer.add(failure.entry().entryId()));
        long failed = again.stream().filter(MemoryFailure::failed).count();
        return new MemoryLane(
                        rerunId,
                        number,
                        List.copyOf(longer),
                        watermark,
                        gate,
                        counts.without(failed, again.size() - failed),
                        processed)
                .opened();
    }
}
