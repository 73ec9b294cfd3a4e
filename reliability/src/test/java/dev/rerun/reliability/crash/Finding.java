package dev.rerun.reliability.crash;

import dev.rerun.api.RerunEngine;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Books;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.PostgresDatabase;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found after a process had been killed.
 *
 * @param point where that was
 * @param steps the steps that it took
 * @param left where the run stood then
 * @param problem what was otherwise than the naive calculation says when another process had taken over, or null
 */
record Finding(
        CrashPoint point,
        List<String> steps,
        String left,
        @Nullable String problem) {
    /** Kills a process in a copy of a scene, lets another take over, and compares. */
    static Finding at(CrashPoint point, Scene scene) {
        try (PostgresDatabase database = scene.open()) {
            Child child = Child.run(database, scene.job, scene.run(), point.step());
            String left = Books.state(database.source());
            List<String> problems = new ArrayList<>();
            if (child.killed() != (point.step() > 0)) {
                problems.add("the process took " + child.steps().size() + " steps and survived");
            }
            try (RerunEngine next = Host.engine(database.source(), scene.job.prices, new BerthFee())
                    .build()) {
                Takeover.of(scene.job, next, scene.run());
                problems.addAll(Comparison.differences(database.source(), next, scene, scene.job));
            }
            return new Finding(point, child.steps(), left, problems.isEmpty() ? null : String.join("\n    ", problems));
        } catch (RuntimeException | AssertionError e) {
            return new Finding(point, List.of(), "", e.toString());
        }
    }

    /** The last step. */
    String what() {
        return point.step() == 0 || steps.isEmpty() ? "survived" : steps.get(steps.size() - 1);
    }

    /** With the command that repeats it. */
    String failure() {
        return point + " (" + what() + "; left: " + left + ")\n    " + problem + "\n    repeat: " + point.command();
    }

    String row() {
        String outcome = problem == null ? "as the naive calculation" : "**otherwise**";
        return "| %s | %s | %s | %s |".formatted(point, what().replace("|", "\\|"), left, outcome);
    }
}
