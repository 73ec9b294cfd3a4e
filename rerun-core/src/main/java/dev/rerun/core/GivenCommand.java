package dev.rerun.core;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.core.spi.StoreTransaction;
import java.util.Objects;

/**
 * A command on its way into its run's history. Where the answer to a commit is lost, the next try finds it there; the state that it
 * brought the run into may be past by then.
 */
final class GivenCommand {
    private final long run;
    private final RerunAction action;
    private final Actor actor;
    private long number;

    GivenCommand(long run, RerunAction action, Actor actor) {
        this.run = run;
        this.action = action;
        this.actor = actor;
    }

    /** Whether a try before was committed after all. Who looks holds the run's lock, or does no harm by being mistaken for another. */
    boolean isRecorded(StoreTransaction tx) {
        return number > 0 && alike(tx) >= number;
    }

    void record(StoreTransaction tx) {
        tx.runs().record(run, action, actor);
        number = alike(tx);
    }

    private long alike(StoreTransaction tx) {
        return tx.runs().commands(run).stream()
                .filter(command -> command.action() == action && Objects.equals(command.caller(), actor.caller()))
                .count();
    }
}
