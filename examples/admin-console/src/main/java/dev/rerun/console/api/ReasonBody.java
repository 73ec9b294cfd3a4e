package dev.rerun.console.api;

import org.jspecify.annotations.Nullable;

/**
 * What a command is given with.
 *
 * @param reason why, or null
 */
record ReasonBody(@Nullable String reason) {}
