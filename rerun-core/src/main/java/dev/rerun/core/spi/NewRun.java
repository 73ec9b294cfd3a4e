package dev.rerun.core.spi;

import dev.rerun.api.RerunRequest;
import dev.rerun.core.eligibility.Selection;
import java.time.Duration;

/**
 * A run to be recorded as {@code PREPARING}.
 *
 * @param id the rerun ID
 * @param request what was asked, with the app filled in
 * @param selection what it calculates again
 * @param retention how old an entry may be
 * @param lanes its number of lanes
 */
public record NewRun(long id, RerunRequest request, Selection selection, Duration retention, int lanes) {}
