package dev.rerun.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run's history: a command that was carried out. What the engine does by itself, such as to pause a run in
 * which too much fails, stands there too, without a caller and with its reason.
 *
 * @param rerunId the run
 * @param action what was asked for
 * @param caller who asked, or null if the host itself or the engine acted
 * @param reason why, or null
 * @param at when, by the store's clock
 */
public record RerunCommand(
        long rerunId,
        RerunAction action,
        @Nullable String caller,
        @Nullable String reason,
        Instant at) {}
