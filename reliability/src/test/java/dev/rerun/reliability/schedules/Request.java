package dev.rerun.reliability.schedules;

import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a start asks for.
 *
 * @param cutoff the window's start, exclusive
 * @param limit how many entries at most, or null
 * @param firstOnly after how many it pauses, or null
 * @param holds whether it holds the keys of failed entries
 */
record Request(
        int cutoff, @Nullable Integer limit, @Nullable Integer firstOnly, boolean holds) {
    RerunRequest of(String app) {
        RerunOptions options = RerunOptions.DEFAULT.pauseWhenFailing(1, 1);
        if (limit != null) {
            options = options.limit(limit);
        }
        if (firstOnly != null) {
            options = options.firstOnly(firstOnly);
        }
        if (holds) {
            options = options.holdingFailedKeys();
        }
        return RerunRequest.after(Visit.time(cutoff)).ofApp(app).with(options);
    }
}
