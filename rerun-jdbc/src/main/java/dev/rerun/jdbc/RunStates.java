package dev.rerun.jdbc;

import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.Tally;
import org.jspecify.annotations.Nullable;

/** The states of runs, and what is noted of a run when it reaches one. */
final class RunStates {
    private static final String QUEUED = """
            update rerun
            set status = 'QUEUED', queued_at = %s, total = ?, items_deleted = ?, %s
            where id = ?
            """;

    private static final String BEGIN = """
            update rerun
            set status = 'RUNNING', started_at = coalesce(started_at, %s)
            where id = ? and status = 'QUEUED'
            """;

    private static final String MOVE = "update rerun set %sstatus = ?, error = ?%s where id = ?";

    private static final String DONE =
            "(select coalesce(sum(l.done), 0) from rerun_lane l where l.rerun_id = rerun.id)";

    private static final String FAILED =
            "(select coalesce(sum(l.failed), 0) from rerun_lane l where l.rerun_id = rerun.id)";

    /** Before the status is set: some databases have the new value from there on. */
    private static final String IF_RESUMED = """
            tally_done = case when status = 'PAUSED' then %s else tally_done end,
            tally_failed = case when status = 'PAUSED' then %s else tally_failed end,
            """.formatted(DONE, FAILED);

    private static final String OTHER_ACTIVE = """
            select r.id from rerun r
            where r.active_app_id = (select o.app_id from rerun o where o.id = ? and o.selected_by is null)
            """;

    private static final String REOPEN = """
            update rerun
            set tally_done = %s, tally_failed = %s, status = 'RUNNING', error = null, finished_at = null,
                going = true, active_app_id = case when selected_by is null then app_id end
            where id = ? and status = 'COMPLETED_WITH_FAILURES'
            """.formatted(DONE, FAILED);

    private static final String PUT_BACK = "update rerun set items_put_back = ?, items_not_put_back = ? where id = ?";

    private static final String TALLY = """
            select %s - tally_done, %s - tally_failed from rerun where id = ?
            """.formatted(DONE, FAILED);

    private final Session session;

    RunStates(Session session) {
        this.session = session;
    }

    void queued(long id, PrepareCounts counts) {
        mustUpdate(id, QUEUED.formatted(session.dialect().now(), RunReports.SET_KEPT), parameters -> parameters
                .number(counts.total())
                .number(counts.itemsDeleted())
                .all(RunReports.bindKept(counts.kept()))
                .number(id));
    }

    boolean begin(long id) {
        return session.update(BEGIN.formatted(session.dialect().now()), parameters -> parameters.number(id)) == 1;
    }

    void moveTo(long id, RerunStatus status, @Nullable String reason) {
        String now = session.dialect().now();
        boolean running = status == RerunStatus.RUNNING;
        String also = status.terminal()
                ? ", going = false, active_app_id = null, finished_at = " + now
                : running ? ", started_at = coalesce(started_at, " + now + ")" : "";
        mustUpdate(id, MOVE.formatted(running ? IF_RESUMED : "", also), parameters -> parameters
                .text(status.name())
                .remark(ErrorText.heldOrNull(reason))
                .number(id));
    }

    void reopen(long id) {
        session.first(OTHER_ACTIVE, parameters -> parameters.number(id), Row::number)
                .ifPresent(active -> {
                    throw new RejectedDataException(
                            "rerun " + id + " is not reopened: rerun " + active + " of its app is not over", null);
                });
        // A start that came between is refused by the unique key of active runs.
        mustUpdate(id, REOPEN, parameters -> parameters.number(id));
    }

    void putBack(long id, PutBack items) {
        mustUpdate(id, PUT_BACK, parameters -> parameters
                .number(items.items())
                .number(items.refused())
                .number(id));
    }

    Tally tally(long id) {
        return session.first(TALLY, parameters -> parameters.number(id), row -> new Tally(row.number(), row.number()))
                .orElse(new Tally(0, 0));
    }

    private void mustUpdate(long id, String sql, Binding binding) {
        if (session.update(sql, binding) != 1) {
            throw new StoreException("rerun " + id + " is unknown or in another state; was it deleted?", null);
        }
    }
}
