package dev.rerun.quickstart;

import dev.rerun.api.RerunReport;
import java.time.Duration;
import java.util.List;

/**
 * What happened, as far as a reader wants to know it.
 *
 * @param file where the lines came from
 * @param lines how many they were
 * @param firstProcessing what became of them
 * @param firstItems the items that first processing created
 * @param firstDuration how long it took
 * @param changes what the host did to the register before the rerun
 * @param before the register by contract before the rerun
 * @param digestBefore the SHA-256 of the answer lines before the rerun
 * @param report the finished rerun
 * @param rerunDuration how long the rerun took, from start to end
 * @param reprocessed what became of the queued lines
 * @param after the register by contract after the rerun
 * @param digestAfter the SHA-256 of the answer lines after the rerun
 */
record Account(
        String file,
        long lines,
        OutcomeCounts firstProcessing,
        long firstItems,
        Duration firstDuration,
        HostRegister.Changes changes,
        List<Total> before,
        String digestBefore,
        RerunReport report,
        Duration rerunDuration,
        OutcomeCounts reprocessed,
        List<Total> after,
        String digestAfter) {}
