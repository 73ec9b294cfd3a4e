package dev.rerun.core.spi;

import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An outcome to be stored; the store adds its own time.
 *
 * @param entryId the entry's ID
 * @param rerunId the rerun, or null for first processing
 * @param status how it ended
 * @param contract the contract that was in effect, or null
 * @param diagnostics the remarks of logic and engine; copied
 * @param duration how long resolver and logic took
 */
public record NewOutcome(
        String entryId,
        @Nullable Long rerunId,
        OutcomeStatus status,
        @Nullable ContractId contract,
        List<Diagnostic> diagnostics,
        Duration duration) {
    /** Copies the diagnostics. */
    public NewOutcome {
        diagnostics = List.copyOf(diagnostics);
    }
}
