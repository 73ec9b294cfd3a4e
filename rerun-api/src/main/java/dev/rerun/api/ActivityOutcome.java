package dev.rerun.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an entry was processed once, in first processing or in a rerun.
 *
 * @param entryId the entry's ID
 * @param rerunId the rerun, or null for first processing
 * @param status how it ended
 * @param contract the contract that was in effect, or null if none was or it could not be determined
 * @param diagnostics the remarks of logic and engine; copied
 * @param processedAt when, by the store's clock
 * @param duration how long resolver and logic took
 */
public record ActivityOutcome(
        String entryId,
        @Nullable Long rerunId,
        OutcomeStatus status,
        @Nullable ContractId contract,
        List<Diagnostic> diagnostics,
        Instant processedAt,
        Duration duration) {
    /** Copies the diagnostics. */
    public ActivityOutcome {
        diagnostics = List.copyOf(diagnostics);
    }
}
