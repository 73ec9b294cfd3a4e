package dev.rerun.reliability.crash;

import dev.rerun.api.RerunEngine;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Books;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.DatabaseKind;
import dev.rerun.reliability.harbour.HarbourDatabase;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What was found after a process had been killed.
 *
 * @param point where that was
 * @param steps the steps that it took
 * @param second the steps of the one that took over and was killed too; empty if that survived, or was not to die
 * @param left what the dead left behind
 * @param problem what was otherwise than the naive calculation says when another process had taken over, or null
 */
record Finding(
        CrashPoint point,
        List<String> steps,
        List<String> second,
        String left,
        @Nullable String problem) {
    /** Kills a process in a copy of a scene, lets another take over, and compares. */
    static Finding at(CrashPoint point, Scene scene) {
        try (HarbourDatabase database = scene.copy();
                Carrier carrier = Carrier.of(point.errand(), database.source(), scene.run())) {
            database.handOver();
            Child child = Child.run(orders(point, scene, database, carrier, false));
            Child second = point.second() == 0 ? Child.NONE : Child.run(orders(point, scene, database, carrier, true));
            String left = Books.state(database.source(), scene.job);
            List<String> problems = new ArrayList<>();
            if (child.killed() != (point.step() > 0) && !point.errand().overKafka()) {
                problems.add("the process took " + child.steps().size() + " steps and survived");
            }
            problems.addAll(differencesInTheEnd(database.source(), carrier, scene));
            if (second.killed()) {
                problems.remove(Comparison.TWO_STARTS_ROLLED_BACK);
            }
            return new Finding(
                    point,
                    child.steps(),
                    second.killed() ? second.steps() : List.of(),
                    left,
                    problems.isEmpty() ? null : String.join("\n    ", problems));
        } catch (RuntimeException | AssertionError e) {
            return new Finding(point, List.of(), List.of(), "", e.toString());
        }
    }

    private static Orders orders(
            CrashPoint point, Scene scene, HarbourDatabase database, Carrier carrier, boolean takesOver) {
        return new Orders(
                database.url(),
                database.user(),
                point.errand(),
                takesOver,
                takesOver ? point.second() : point.step(),
                scene.run(),
                carrier.topic(),
                carrier.blocks());
    }

    /** Lets a process take over that nobody kills, and compares. */
    private static List<String> differencesInTheEnd(DataSource database, Carrier carrier, Scene scene) {
        Job job = scene.job;
        JdbcSchema.of(database).createOrUpgrade();
        try (RerunEngine next = carrier.carryFor(Host.engine(database, job.prices, new BerthFee()))
                .build()) {
            Takeover.of(job, next, scene.run());
            carrier.awaitAcknowledgement();
            if (job.isBeforeAllRuns()) {
                Host.writeAndInvoice(database);
            }
            return Comparison.differences(database, next, scene, job);
        }
    }

    /** The last step. */
    String what() {
        return point.step() == 0 || steps.size() < point.step() ? "survived" : steps.get(steps.size() - 1);
    }

    private String whatBothDid() {
        return second.isEmpty() ? what() : what() + "; then " + second.get(second.size() - 1);
    }

    /** With the command that repeats it. */
    String failure(DatabaseKind kind) {
        return point + " (" + whatBothDid() + "; left: " + left + ")\n    " + problem + "\n    repeat: "
                + point.command(kind);
    }

    String row() {
        String outcome = problem == null ? "as the naive calculation" : "**otherwise**";
        return "| %s | %s | %s | %s |".formatted(point, whatBothDid().replace("|", "\\|"), left, outcome);
    }
}
