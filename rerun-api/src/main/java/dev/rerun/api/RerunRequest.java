package dev.rerun.api;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What to calculate again. Begin with {@link #after(Instant)} and add what is needed; every method returns a new request.
 *
 * @param app whose entries, or null for the engine's default app
 * @param cutoff the window's start, exclusive: what lies at the cutoff stays. Cut to whole microseconds
 * @param until the window's end, inclusive, or null for no end. Cut to whole microseconds
 * @param requestedBy the caller, who must then pass the engine's {@link RerunAuthorizer}; null if the host itself acts
 * @param reason why, for the history, or null
 * @param idempotencyKey a text that makes a repeated start return the first run instead of starting another, or null
 * @param includeWithoutContract whether entries that had no contract when first processed are calculated too
 * @param query which entries of the window are meant, for an engine whose entries have a handler; null for all of them, which
 *     is what engines with contracts calculate. A run that is read back from the store tells it in words alone ({@link
 *     RerunReport#selectedBy})
 * @param options how far the run goes, how fast, and what it does when entries fail
 */
public record RerunRequest(
        @Nullable String app,
        Instant cutoff,
        @Nullable Instant until,
        @Nullable String requestedBy,
        @Nullable String reason,
        @Nullable String idempotencyKey,
        boolean includeWithoutContract,
        @Nullable EntryQuery query,
        RerunOptions options) {
    /** The earliest cutoff: the window of a request that has a query and no window of its own begins here. */
    public static final Instant BEGINNING = Require.EARLIEST;

    /** Checks every component; a violation is an {@link IllegalArgumentException} that names it. */
    public RerunRequest {
        if (app != null) {
            Require.text(app, "app");
        }
        cutoff = Require.time(cutoff, "cutoff", "");
        if (until != null) {
            until = Require.time(until, "until", "");
            if (!cutoff.isBefore(until)) {
                throw new IllegalArgumentException(
                        "cutoff " + cutoff + " is not before until " + until + "; the window would be empty");
            }
        }
        if (requestedBy != null) {
            Require.text(requestedBy, "requestedBy");
        }
        if (idempotencyKey != null) {
            Require.text(idempotencyKey, "idempotencyKey");
        }
        if (options == null) {
            throw new IllegalArgumentException("options are missing; give RerunOptions.DEFAULT");
        }
    }

    /**
     * Everything after an instant.
     *
     * @param cutoff the window's start, exclusive
     * @return a request for the engine's default app
     */
    public static RerunRequest after(Instant cutoff) {
        return new RerunRequest(null, cutoff, null, null, null, null, false, null, RerunOptions.DEFAULT);
    }

    /**
     * The entries that a query selects, whenever they were recorded; for engines whose entries have a handler.
     *
     * @param query the query
     * @return a request for the engine's default app
     */
    public static RerunRequest where(EntryQuery query) {
        return new RerunRequest(
                null,
                BEGINNING,
                null,
                null,
                null,
                null,
                false,
                Objects.requireNonNull(query, "query"),
                RerunOptions.DEFAULT);
    }

    /**
     * Names the app.
     *
     * @param name whose entries
     * @return a new request
     */
    public RerunRequest ofApp(String name) {
        return new RerunRequest(
                name, cutoff, until, requestedBy, reason, idempotencyKey, includeWithoutContract, query, options);
    }

    /**
     * Ends the window.
     *
     * @param end the last instant that still belongs to it
     * @return a new request
     */
    public RerunRequest endingAt(Instant end) {
        return new RerunRequest(
                app, cutoff, end, requestedBy, reason, idempotencyKey, includeWithoutContract, query, options);
    }

    /**
     * Names the caller, whom the engine's {@link RerunAuthorizer} must then allow.
     *
     * @param caller who asks
     * @return a new request
     */
    public RerunRequest onBehalfOf(String caller) {
        return new RerunRequest(
                app, cutoff, until, caller, reason, idempotencyKey, includeWithoutContract, query, options);
    }

    /**
     * Says why, for the run's history.
     *
     * @param why the reason
     * @return a new request
     */
    public RerunRequest because(String why) {
        return new RerunRequest(
                app, cutoff, until, requestedBy, why, idempotencyKey, includeWithoutContract, query, options);
    }

    /**
     * Makes the start repeatable: another start of the app with the same key returns the first run, unless that one was
     * rolled back.
     *
     * @param key the key
     * @return a new request
     */
    public RerunRequest once(String key) {
        return new RerunRequest(app, cutoff, until, requestedBy, reason, key, includeWithoutContract, query, options);
    }

    /**
     * Includes the entries that had no contract when first processed.
     *
     * @return a new request
     */
    public RerunRequest withEntriesWithoutContract() {
        return new RerunRequest(app, cutoff, until, requestedBy, reason, idempotencyKey, true, query, options);
    }

    /**
     * Says how far the run goes, how fast, and what it does when entries fail.
     *
     * @param changed the options
     * @return a new request
     */
    public RerunRequest with(RerunOptions changed) {
        return new RerunRequest(
                app, cutoff, until, requestedBy, reason, idempotencyKey, includeWithoutContract, query, changed);
    }

    /**
     * Who asks, and why.
     *
     * @return the actor
     */
    public Actor actor() {
        return new Actor(requestedBy, reason);
    }
}
