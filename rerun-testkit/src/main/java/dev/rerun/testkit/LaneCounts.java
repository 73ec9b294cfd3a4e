package dev.rerun.testkit;

import dev.rerun.core.spi.LaneProgress;

/** What was done in a lane, or in several. */
record LaneCounts(long done, long failed, long held, long created, long retained) {
    static final LaneCounts ZERO = new LaneCounts(0, 0, 0, 0, 0);

    static LaneCounts of(LaneProgress progress) {
        return new LaneCounts(
                progress.done(), progress.failed(), progress.held(), progress.created(), progress.retained());
    }

    LaneCounts plus(LaneCounts more) {
        return new LaneCounts(
                done + more.done,
                failed + more.failed,
                held + more.held,
                created + more.created,
                retained + more.retained);
    }

    LaneCounts without(long failedEntries, long heldEntries) {
        return new LaneCounts(done, failed - failedEntries, held - heldEntries, created, retained);
    }
}
