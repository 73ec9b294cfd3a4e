package dev.rerun.jdbc;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import java.util.List;

/** The table rerun_command. It is written without any lock, so that a command is seen although its run is locked. */
final class RunCommands {
    private static final String RECORD = """
            insert into rerun_command (rerun_id, action, caller, reason, given_at) values (?, ?, ?, ?, %s)
            """;

    private static final String LIST = """
            select rerun_id, action, caller, reason, given_at from rerun_command
            where rerun_id = ?
            order by given_at, id
            """;

    private final Session session;

    RunCommands(Session session) {
        this.session = session;
    }

    void record(long rerunId, RerunAction action, Actor actor) {
        session.update(RECORD.formatted(session.dialect().now()), parameters -> parameters
                .number(rerunId)
                .text(action.name())
                .text(actor.caller())
                .remark(ErrorText.heldOrNull(actor.reason())));
    }

    List<RerunCommand> of(long rerunId) {
        return session.list(
                LIST,
                parameters -> parameters.number(rerunId),
                row -> new RerunCommand(
                        row.number(), RerunAction.valueOf(row.text()), row.textOrNull(), row.textOrNull(), row.time()));
    }
}
