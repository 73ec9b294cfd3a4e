package dev.rerun.reliability.histories;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.LostEdit;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.reliability.harbour.Rows;
import dev.rerun.reliability.histories.Evidence.Doing;
import dev.rerun.reliability.histories.Evidence.Incarnation;
import dev.rerun.reliability.histories.Evidence.Item;
import dev.rerun.reliability.histories.Evidence.Outcome;
import dev.rerun.reliability.histories.Evidence.Run;
import dev.rerun.reliability.histories.Retelling.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What is otherwise than it must be, whatever happened, when all runs of a world are over. */
final class Inspection {
    /** Rows of runs that are gone, or were rolled back. */
    private static final Map<String, String> LEFT_OVER = Map.of(
            "rerun_entry", "rerun_id",
            "rerun_failure", "rerun_id",
            "rerun_lane", "rerun_id",
            "rerun_archived_item", "archived_by");

    private static final int MOST = 1_000;

    /** So many entries the engine is asked for, one by one, at most. */
    private static final int SAMPLE = 20;

    private final List<String> apps;
    private final Journal journal;
    private final DataSource database;
    private final RerunEngine engine;
    private final Chronicle chronicle;
    private final List<String> otherwise = new ArrayList<>();

    private Inspection(List<String> apps, Journal journal, DataSource database, RerunEngine engine) {
        this.apps = apps;
        this.journal = journal;
        this.database = database;
        this.engine = engine;
        this.chronicle = new Chronicle(journal.beforePurges(), Evidence.of(database));
    }

    static List<String> of(List<String> apps, Journal journal, DataSource database, RerunEngine engine) {
        Inspection inspection = new Inspection(apps, journal, database, engine);
        inspection.inspect();
        return inspection.otherwise;
    }

    private void inspect() {
        for (String app : apps) {
            Retelling retelling = new Retelling(app, journal, chronicle, otherwise);
            retelling.tell();
            new QuietTrucks(app, journal, chronicle, otherwise).replay();
            Selections selections = new Selections(app, journal, chronicle, otherwise);
            Map<Long, RerunReport> reports =
                    engine.history(app).stream().collect(Collectors.toMap(RerunReport::id, report -> report));
            for (Run run : chronicle.runs(app)) {
                selections.check(run);
                if (!chronicle.purged(run)) {
                    check(run, reports.get(run.id()), retelling.tally(run));
                }
            }
            List<Journal.Known> crossings = journal.crossings(app);
            int step = 1 + crossings.size() / SAMPLE;
            for (int i = 0; i < crossings.size(); i += step) {
                checkNewestOutcome(crossings.get(i).crossing());
            }
        }
        new GivenCommands(journal, chronicle, otherwise).check();
        checkPeoplesItems();
        LEFT_OVER.forEach((table, column) -> Rows.texts(
                        database,
                        "select distinct t." + column + " from " + table + " t where not exists (select 1 from rerun r"
                                + " where r.id = t." + column + " and r.queued_at is not null)")
                .forEach(run -> otherwise.add("left over in " + table + " of rerun " + run)));
    }

    private void check(Run run, @Nullable RerunReport report, Tally tally) {
        String which = "rerun " + run.id() + " of " + run.app();
        if (report == null || !report.status().terminal()) {
            otherwise.add(which + " is not over: " + report);
            return;
        }
        expect(which + ", counters", counters(run, tally), counters(report));
        boolean failed = tally.failed + tally.held > 0;
        String status = run.cancelled() ? "CANCELLED" : failed ? "COMPLETED_WITH_FAILURES" : "COMPLETED";
        expect(which + ", state", status, report.status().name());
        Set<Incarnation> archived = new HashSet<>(chronicle.now.archive.getOrDefault(run.id(), List.of()));
        expect(which + ", archive", tally.archived, archived);
        expect(
                which + ", deleted",
                (long) chronicle.now.archive.getOrDefault(run.id(), List.of()).size(),
                report.itemsDeleted() - report.itemsPutBack());
        expect(which + ", not put back", 0L, report.itemsNotPutBack());
        Set<String> lostEdits = engine.find(run.id()).orElseThrow().lostEdits(null, MOST).stream()
                .map(LostEdit::uniqueKey)
                .collect(Collectors.toSet());
        expect(which + ", lost edits", tally.lostEdits, lostEdits);
    }

    private String counters(Run run, Tally tally) {
        return "total " + chronicle.queued(run).size() + ", done " + tally.done + ", failed " + tally.failed + ", held "
                + tally.held + ", created " + tally.created + ", retained " + tally.retained;
    }

    private static String counters(RerunReport report) {
        return "total " + report.total() + ", done " + report.done() + ", failed " + report.failed() + ", held "
                + report.held() + ", created " + report.itemsCreated() + ", retained " + report.itemsRetained();
    }

    /** What the engine calls the newest is what the newest run said that said anything. */
    private void checkNewestOutcome(Crossing crossing) {
        String app = crossing.app();
        Outcome newest = chronicle.outcome(app, crossing.id(), Chronicle.FIRST_PROCESSING);
        for (Run run : chronicle.runs(app)) {
            Outcome outcome = chronicle.outcome(app, crossing.id(), run.id());
            newest = outcome == null ? newest : outcome;
        }
        List<ActivityOutcome> outcomes = engine.outcomes(app, Long.toString(crossing.id()));
        Long found = outcomes.isEmpty() ? null : outcomes.get(0).rerunId();
        expect(
                "newest outcome of crossing " + crossing.id() + " of " + app,
                newest == null ? 0L : newest.run(),
                found == null ? 0L : found);
    }

    /** Invoiced items and those that people wrote are what they were, in all columns. */
    private void checkPeoplesItems() {
        Map<Incarnation, String> lines = new HashMap<>();
        for (Doing doing : chronicle.now.doings) {
            if (doing.kind().equals(Doings.INVOICE) || doing.kind().equals(Doings.WRITE)) {
                lines.put(doing.item(), doing.line());
            }
        }
        for (Item item : chronicle.now.items) {
            String line = lines.remove(item.incarnation());
            if (line == null && (item.ui() || item.invoice() != null)) {
                otherwise.add("nobody wrote or invoiced " + item);
            } else if (line != null && !line.equals(item.line())) {
                otherwise.add("touched: " + line + " is now " + item.line());
            }
        }
        lines.values().forEach(line -> otherwise.add("gone: " + line));
    }

    private void expect(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            otherwise.add(what + ": " + found + ", and not " + expected);
        }
    }
}
