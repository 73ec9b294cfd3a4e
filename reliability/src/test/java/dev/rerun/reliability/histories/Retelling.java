package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Incarnation;
import dev.rerun.reliability.histories.Evidence.Item;
import dev.rerun.reliability.histories.Evidence.Outcome;
import dev.rerun.reliability.histories.Evidence.Run;
import dev.rerun.reliability.histories.Said.Thing;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells from the outcomes alone, run by run, which items of an app must be there: what each run took out, what it wrote, and what stayed
 * in its way.
 */
final class Retelling {
    private static final List<String> KINDS = List.of(":toll", ":extra");

    private final String app;
    private final Chronicle chronicle;
    private final List<String> otherwise;
    private final Map<Long, Crossing> crossings = new HashMap<>();
    private final Map<String, Incarnation> standing = new LinkedHashMap<>();
    private final Map<Incarnation, Made> made = new HashMap<>();
    private final Map<Long, Tally> tallies = new HashMap<>();

    private record Made(Thing thing, @Nullable String version, Crossing crossing) {}

    /** What a run did, counted again. */
    static final class Tally {
        long done;
        long failed;
        long held;
        long created;
        long retained;
        final Set<Incarnation> archived = new HashSet<>();
        final Set<String> lostEdits = new HashSet<>();
    }

    Retelling(String app, Journal journal, Chronicle chronicle, List<String> otherwise) {
        this.app = app;
        this.chronicle = chronicle;
        this.otherwise = otherwise;
        journal.crossings(app).forEach(known -> crossings.put(known.crossing().id(), known.crossing()));
    }

    void tell() {
        for (Crossing crossing : crossings.values()) {
            Outcome first = chronicle.outcome(app, crossing.id(), Chronicle.FIRST_PROCESSING);
            if (first == null) {
                otherwise.add("crossing " + crossing.id() + " of " + app + " was never processed");
            } else {
                apply(crossing, first, new Tally());
            }
        }
        for (Run run : chronicle.runs(app)) {
            for (long entry : chronicle.queued(run)) {
                Crossing crossing = crossings.get(entry);
                if (crossing == null) {
                    otherwise.add("rerun " + run.id() + " selected crossing " + entry + ", which nobody gave");
                } else {
                    tell(run, crossing);
                }
            }
        }
        compare();
    }

    Tally tally(Run run) {
        return tallies.computeIfAbsent(run.id(), id -> new Tally());
    }

    private void tell(Run run, Crossing crossing) {
        Tally tally = tally(run);
        Outcome outcome = chronicle.outcome(app, crossing.id(), run.id());
        Boolean held = chronicle.held(run, crossing.id());
        String which = "crossing " + crossing.id() + " in rerun " + run.id() + " of " + app;
        boolean failedOutcome = outcome != null && outcome.status().equals("FAILED");
        if (held == null) {
            if (failedOutcome) {
                otherwise.add(which + " failed and is not listed");
            } else if (outcome != null) {
                tally.done++;
                takeOut(run, crossing, tally);
                apply(crossing, outcome, tally);
            } else if (!run.cancelled()) {
                otherwise.add(which + " was neither processed nor listed");
            }
            return;
        }
        if (held) {
            tally.held++;
        } else {
            tally.failed++;
        }
        if (failedOutcome == (held || run.cancelled()) || (outcome != null && !failedOutcome)) {
            otherwise.add(which + " is listed, " + (held ? "held" : "failed") + ", and its outcome is " + outcome);
        }
        if (!run.cancelled()) {
            takeOut(run, crossing, tally);
        }
    }

    private void takeOut(Run run, Crossing crossing, Tally tally) {
        for (String kind : KINDS) {
            Incarnation there = standing.get(crossing.id() + kind);
            if (there == null || chronicle.invoice(there) != null || !inWindow(run, crossing.dated())) {
                continue;
            }
            standing.remove(there.uniqueKey());
            if (!chronicle.deletedByPeople(there)) {
                tally.archived.add(there);
                Evidence.Doing edit = chronicle.edit(there);
                if (edit != null
                        && edit.amount().compareTo(madeOf(there).thing().amount()) != 0) {
                    tally.lostEdits.add(there.uniqueKey());
                }
            }
        }
    }

    static boolean inWindow(Run run, Instant time) {
        long micros = micros(time);
        Long until = run.until();
        return micros > run.cutoff() && (until == null || micros <= until);
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    private void apply(Crossing crossing, Outcome outcome, Tally tally) {
        Said said = Said.by(outcome);
        said.made().forEach((key, thing) -> {
            Incarnation there = standing.get(key);
            if (said.retained().contains(key)) {
                tally.retained++;
                if (there == null) {
                    otherwise.add(key + " of " + app + " is said to stay, and was not there: " + outcome);
                }
                return;
            }
            tally.created++;
            if (there != null && !chronicle.deletedByPeople(there)) {
                otherwise.add(key + " of " + app + " was there and is said to be made: " + outcome);
            }
            Incarnation item = new Incarnation(app, key, outcome.run());
            standing.put(key, item);
            made.put(item, new Made(thing, outcome.version(), crossing));
        });
    }

    private Made madeOf(Incarnation item) {
        return Objects.requireNonNull(made.get(item));
    }

    private void compare() {
        Map<Incarnation, String> expected = new LinkedHashMap<>();
        for (Incarnation item : standing.values()) {
            if (!chronicle.deletedByPeople(item)) {
                expected.put(item, expected(item));
            }
        }
        for (Item item : chronicle.now.items) {
            if (!item.app().equals(app) || item.ui()) {
                continue;
            }
            String line = expected.remove(item.incarnation());
            String found = found(item);
            if (line == null) {
                otherwise.add("not expected in " + app + ": " + found + ", written by " + item.run());
            } else if (!line.equals(found)) {
                otherwise.add("in " + app + " is " + found + ", and not " + line);
            }
        }
        expected.forEach((item, line) -> otherwise.add("missing in " + app + ": " + line + ", of " + item.run()));
    }

    private String expected(Incarnation item) {
        Made said = madeOf(item);
        Evidence.Doing edit = chronicle.edit(item);
        Evidence.Doing invoice = chronicle.invoice(item);
        return Facts.of(
                item.uniqueKey(),
                said.crossing().truck(),
                micros(said.crossing().dated()),
                edit == null ? said.thing().amount() : edit.amount(),
                said.thing().units(),
                said.thing().detail(),
                said.version(),
                said.crossing().id(),
                invoice != null);
    }

    private static String found(Item item) {
        return Facts.of(
                item.uniqueKey(),
                item.truck(),
                item.time(),
                item.amount(),
                item.units(),
                item.detail(),
                item.version(),
                item.entry(),
                item.invoice() != null);
    }
}
