package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Incarnation;
import dev.rerun.reliability.histories.Evidence.Outcome;
import dev.rerun.reliability.histories.Evidence.Run;
import dev.rerun.reliability.histories.NaiveTruck.Line;
import dev.rerun.reliability.histories.Said.Thing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Replays all that happened to trucks that nobody disturbed, one run after the other and one crossing after the other: each outcome must
 * say what a loop over the register of this moment says. Only invoices come in between, and they change no sums.
 */
final class QuietTrucks {
    private final String app;
    private final Journal journal;
    private final Chronicle chronicle;
    private final List<String> otherwise;

    QuietTrucks(String app, Journal journal, Chronicle chronicle, List<String> otherwise) {
        this.app = app;
        this.journal = journal;
        this.chronicle = chronicle;
        this.otherwise = otherwise;
    }

    void replay() {
        Map<String, List<Crossing>> byTruck = journal.crossings(app).stream()
                .sorted(Comparator.comparing(Journal.Known::from).thenComparing(Journal.Known::crossing))
                .map(Journal.Known::crossing)
                .filter(crossing -> World.quiet(crossing.truck()))
                .collect(Collectors.groupingBy(Crossing::truck, TreeMap::new, Collectors.toList()));
        byTruck.values().forEach(crossings -> new Truck(crossings).replay());
    }

    private final class Truck {
        private final List<Crossing> inSequenceOfFirstProcessing;
        private final Map<Long, Crossing> crossings;
        private final Map<String, Entry> register = new HashMap<>();

        private record Entry(Line line, long run) {}

        Truck(List<Crossing> inSequenceOfFirstProcessing) {
            this.inSequenceOfFirstProcessing = inSequenceOfFirstProcessing;
            this.crossings =
                    inSequenceOfFirstProcessing.stream().collect(Collectors.toMap(Crossing::id, crossing -> crossing));
        }

        void replay() {
            for (Crossing crossing : inSequenceOfFirstProcessing) {
                process(crossing, chronicle.outcome(app, crossing.id(), Chronicle.FIRST_PROCESSING));
            }
            for (Run run : chronicle.runs(app)) {
                List<Crossing> selected = chronicle.queued(run).stream()
                        .filter(crossings::containsKey)
                        .map(entry -> Objects.requireNonNull(crossings.get(entry)))
                        .toList();
                if (!chronicle.retried(run)
                        && !selected.equals(selected.stream().sorted().toList())) {
                    otherwise.add("rerun " + run.id() + " has another sequence than that of time: " + selected);
                }
                if (!replay(run, selected)) {
                    return;
                }
            }
        }

        /** False if nobody can tell what came first, an invoice or a run that was cancelled. */
        private boolean replay(Run run, List<Crossing> selected) {
            Map<String, Entry> archive = new HashMap<>();
            boolean sure = true;
            for (Crossing crossing : selected) {
                for (String key : List.of(crossing.id() + ":toll", crossing.id() + ":extra")) {
                    Entry there = register.get(key);
                    if (there == null || !Retelling.inWindow(run, crossing.dated())) {
                        continue;
                    }
                    if (chronicle.invoice(new Incarnation(app, key, there.run())) != null) {
                        sure &= !run.cancelled() || done(run, crossing) != null;
                    } else {
                        archive.put(key, there);
                        register.remove(key);
                    }
                }
            }
            if (!sure) {
                return false;
            }
            for (Crossing crossing : selected) {
                process(crossing, done(run, crossing));
            }
            if (run.cancelled()) {
                archive.forEach((key, entry) -> {
                    if (done(run, Objects.requireNonNull(entry.line().crossing())) == null) {
                        register.put(key, entry);
                    }
                });
            }
            return true;
        }

        private @Nullable Outcome done(Run run, Crossing crossing) {
            return chronicle.held(run, crossing.id()) != null ? null : chronicle.outcome(app, crossing.id(), run.id());
        }

        private void process(Crossing crossing, @Nullable Outcome outcome) {
            String version = outcome == null ? null : outcome.version();
            if (outcome == null || version == null || !outcome.status().equals("PROCESSED")) {
                return;
            }
            PriceList prices = PriceList.ofVersion(version);
            List<Line> lines = new ArrayList<>();
            register.values().forEach(entry -> lines.add(entry.line()));
            Map<String, Thing> bill = NaiveTruck.bill(crossing, prices, lines);
            Map<String, Thing> said = Said.by(outcome).made();
            if (!bill.equals(said) || !prices.covers(crossing.hasPlate()) || prices.fails(crossing.id())) {
                otherwise.add("crossing " + crossing.id() + " of " + crossing.truck() + " in " + app + " makes " + said
                        + " in rerun " + outcome.run() + " by " + version + ", and not " + bill);
            }
            bill.forEach((key, thing) -> register.putIfAbsent(
                    key,
                    new Entry(
                            new Line(crossing, Retelling.micros(crossing.dated()), thing.amount(), thing.units()),
                            outcome.run())));
        }
    }
}
