package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The table rerun_turn: a row for each run, which says from when on its turn is free. */
final class RunTurns {
    private static final String MAKE = "insert into rerun_turn (rerun_id, free_at) values (?, %s)";

    private static final String TAKE = "update rerun_turn set free_at = %s where rerun_id = ? and free_at <= %s";

    private static final String LOOK = "select free_at, %s from rerun_turn where rerun_id = ?";

    private static final Duration SHORTEST = Duration.of(1, ChronoUnit.MICROS);

    private final Session session;

    RunTurns(Session session) {
        this.session = session;
    }

    void make(long rerunId) {
        session.update(MAKE.formatted(session.dialect().now()), parameters -> parameters.number(rerunId));
    }

    Duration take(long rerunId, Duration length) {
        long micros = length.dividedBy(SHORTEST);
        String now = session.dialect().now();
        if (micros > 0) {
            String sql = TAKE.formatted(session.dialect().later(now), now);
            // Before the statement, which may be the first to look at the clock.
            long behind = session.microsBehind();
            if (session.update(
                            sql,
                            parameters -> parameters.number(micros + behind).number(rerunId))
                    == 1) {
                return Duration.ZERO;
            }
        }
        Duration wait = session.first(LOOK.formatted(now), parameters -> parameters.number(rerunId), row -> {
                    Instant freeAt = row.time();
                    return Duration.between(row.time(), freeAt);
                })
                .orElseThrow(() -> new StoreException("rerun " + rerunId + " is unknown; was it deleted?", null));
        // It may have become free since the other statement found that it was not; only zero says that it was taken.
        Duration least = micros > 0 ? SHORTEST : Duration.ZERO;
        return wait.compareTo(least) < 0 ? least : wait;
    }
}
