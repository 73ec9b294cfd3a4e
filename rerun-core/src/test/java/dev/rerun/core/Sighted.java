package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports of runs as tests need them: most of what is in them does not matter. */
final class Sighted {
    static final Instant NOON = Instant.parse("2026-06-30T12:00:00Z");

    private Sighted() {}

    static RerunReport run(long id, RerunStatus status, int second) {
        return run(id, status, second, 0);
    }

    /** A run in a state, read some seconds after noon; if it is over, it is so since then. */
    static RerunReport run(long id, RerunStatus status, int second, long done) {
        Instant at = NOON.plusSeconds(second);
        return run(id, status, at, status.terminal() ? at : null, done);
    }

    static RerunReport run(long id, RerunStatus status, Instant readAt, @Nullable Instant end, long done) {
        return new RerunReport(
                id,
                "billing",
                RerunRequest.after(NOON),
                null,
                status,
                Duration.ofDays(45),
                NOON,
                NOON,
                NOON,
                end,
                100,
                done,
                0,
                0,
                0,
                0,
                Map.of(),
                0,
                0,
                0,
                0,
                null,
                readAt);
    }
}
