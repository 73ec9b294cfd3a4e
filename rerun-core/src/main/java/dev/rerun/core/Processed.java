package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.LogicResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What resolver and logic made of one entry; the error, in one line, if they failed, and whether it may pass. */
record Processed(
        ActivityEntry entry,
        OutcomeStatus status,
        @Nullable ContractId contract,
        LogicResult result,
        Duration duration,
        @Nullable String error,
        boolean mayPass) {
    static Processed failed(
            ActivityEntry entry, @Nullable ContractId contract, Duration duration, String error, String detail) {
        return new Processed(
                entry,
                OutcomeStatus.FAILED,
                contract,
                new LogicResult(List.of(), List.of(new Diagnostic(Diagnostic.FAILED, detail))),
                duration,
                error,
                false);
    }

    /** The same failure, of a kind that may pass. */
    Processed passing() {
        return new Processed(entry, status, contract, result, duration, error, true);
    }

    /** An entry that the store refuses, whatever its logic did. */
    static Processed refused(ActivityEntry entry, String error) {
        return failed(entry, null, Duration.ZERO, error, error);
    }
}
