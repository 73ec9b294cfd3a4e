package dev.rerun.reliability.histories;

import dev.rerun.reliability.tools.Shrinking;
import java.util.ArrayList;
import java.util.List;

/** What is found in the history of a seed; of one that fails, also which actions are enough for it to fail. */
final class Finding {
    private static final String COMMAND = "mvn -o test -pl reliability -am -Dtest=HistoriesTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dreliability.history=";

    private static final int TRIES = 3;

    private Finding() {}

    /** Nothing, if all is as it must be. */
    static List<String> of(long seed) {
        World world = World.of(seed);
        List<String> otherwise = History.otherwise(world, world.actions);
        if (otherwise.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("history " + seed + ": " + COMMAND + seed);
        lines.addAll(otherwise);
        Shrinking<Action> shrinking = new Shrinking<>(
                TRIES, actions -> !History.otherwise(world, actions).isEmpty());
        lines.add(
                "with these actions it fails too, if perhaps not every time (each was left out for good when it failed"
                        + " without, in " + TRIES + " tries):");
        shrinking.shrink(world.actions).forEach(action -> lines.add("  " + action));
        return List.of(String.join("\n", lines));
    }
}
