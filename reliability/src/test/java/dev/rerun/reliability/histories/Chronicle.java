package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Doing;
import dev.rerun.reliability.histories.Evidence.Given;
import dev.rerun.reliability.histories.Evidence.Incarnation;
import dev.rerun.reliability.histories.Evidence.Outcome;
import dev.rerun.reliability.histories.Evidence.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is there now, with what was known of runs before they were purged, in the sequence of the runs. */
final class Chronicle {
    static final long FIRST_PROCESSING = 0;

    final Evidence now;
    private final Map<Long, Evidence> newest = new HashMap<>();
    private final Map<Long, Evidence> told = new LinkedHashMap<>();
    private final Map<Place, Outcome> outcomes = new HashMap<>();
    private final Map<Incarnation, Doing> invoiced = new HashMap<>();
    private final Map<Incarnation, Doing> edited = new HashMap<>();
    private final Set<Incarnation> deleted = new HashSet<>();
    private final Set<Long> retried = new HashSet<>();

    private record Place(String app, long entry, long run) {}

    Chronicle(List<Evidence> beforePurges, Evidence now) {
        this.now = now;
        List<Evidence> all = new ArrayList<>(beforePurges);
        all.add(now);
        all.forEach(evidence -> evidence.runs.keySet().forEach(run -> newest.put(run, evidence)));
        for (Evidence evidence : all) {
            evidence.runs.values().stream()
                    .filter(run -> run.queued() && newest.get(run.id()) == evidence)
                    .sorted(Comparator.comparing(Run::ordinal))
                    .forEach(run -> told.put(run.id(), evidence));
            for (Outcome outcome : evidence.outcomes) {
                if (newest.get(outcome.run()) == evidence || (outcome.run() == FIRST_PROCESSING && evidence == now)) {
                    outcomes.put(new Place(outcome.app(), outcome.entry(), outcome.run()), outcome);
                }
            }
        }
        commands().stream()
                .filter(command -> command.action().equals("RETRY"))
                .forEach(command -> retried.add(command.run()));
        for (Doing doing : now.doings) {
            switch (doing.kind()) {
                case Doings.INVOICE -> invoiced.put(doing.item(), doing);
                case Doings.EDIT -> edited.put(doing.item(), doing);
                case Doings.DELETE -> deleted.add(doing.item());
                default -> {}
            }
        }
    }

    /** The runs of an app that were queued, the oldest first. */
    List<Run> runs(String app) {
        List<Run> runs = new ArrayList<>();
        told.forEach((id, evidence) -> {
            Run run = evidence.runs.get(id);
            if (run != null && run.app().equals(app)) {
                runs.add(run);
            }
        });
        return runs;
    }

    boolean purged(Run run) {
        return !now.runs.containsKey(run.id());
    }

    /** The entries that a run selected, in the sequence of each lane. */
    List<Long> queued(Run run) {
        return evidence(run).queued.getOrDefault(run.id(), List.of());
    }

    /** True for an entry that is held, false for one that failed, null for any other. */
    @Nullable
    Boolean held(Run run, long entry) {
        return evidence(run).failures.getOrDefault(run.id(), Map.of()).get(entry);
    }

    @Nullable
    Outcome outcome(String app, long entry, long run) {
        return outcomes.get(new Place(app, entry, run));
    }

    /** The commands that were recorded; of runs that were rolled back, without their starts. */
    List<Given> commands() {
        List<Given> commands = new ArrayList<>();
        newest.forEach((id, evidence) -> evidence.commands.stream()
                .filter(command -> command.run() == id
                        && (told.containsKey(id) || !command.action().equals("START")))
                .forEach(commands::add));
        return commands;
    }

    boolean retried(Run run) {
        return retried.contains(run.id());
    }

    @Nullable
    Doing invoice(Incarnation item) {
        return invoiced.get(item);
    }

    @Nullable
    Doing edit(Incarnation item) {
        return edited.get(item);
    }

    boolean deletedByPeople(Incarnation item) {
        return deleted.contains(item);
    }

    private Evidence evidence(Run run) {
        return told.getOrDefault(run.id(), now);
    }
}
