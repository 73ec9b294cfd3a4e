package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Outcome;
import dev.rerun.reliability.histories.Evidence.Run;
import dev.rerun.reliability.histories.Journal.Answer;
import dev.rerun.reliability.histories.Journal.Command;
import dev.rerun.reliability.histories.Journal.Known;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Each run selected what its request says, of what was processed before it began and nothing else. */
final class Selections {
    private final String app;
    private final Journal journal;
    private final Chronicle chronicle;
    private final List<String> otherwise;
    private final Map<Long, Long> epochs;
    private final Map<String, Command> starts = new HashMap<>();

    Selections(String app, Journal journal, Chronicle chronicle, List<String> otherwise) {
        this.app = app;
        this.journal = journal;
        this.chronicle = chronicle;
        this.otherwise = otherwise;
        this.epochs = chronicle.now.epochs.getOrDefault(app, Map.of());
        journal.commands().stream()
                .filter(command -> command.action().equals("START"))
                .forEach(command -> starts.put(command.reason(), command));
    }

    void check(Run run) {
        List<Long> wanted = journal.crossings(app).stream()
                .map(Known::crossing)
                .filter(crossing -> selects(run, crossing))
                .sorted()
                .map(Crossing::id)
                .toList();
        Long limit = run.limit();
        if (limit != null && limit < wanted.size()) {
            wanted = wanted.subList(0, limit.intValue());
        }
        List<Long> queued = chronicle.queued(run);
        if (!new HashSet<>(wanted).equals(new HashSet<>(queued)) || wanted.size() != queued.size()) {
            Set<Long> missing =
                    wanted.stream().filter(id -> !queued.contains(id)).collect(Collectors.toSet());
            otherwise.add("rerun " + run.id() + " selected " + queued + ", without " + missing + "; not " + wanted);
        }
        Command start = starts.get(String.valueOf(run.reason()));
        if (start == null) {
            otherwise.add("nobody started rerun " + run);
        } else {
            journal.crossings(app).forEach(known -> checkEpoch(run, start, known));
        }
    }

    private boolean selects(Run run, Crossing crossing) {
        Outcome first = chronicle.outcome(app, crossing.id(), Chronicle.FIRST_PROCESSING);
        return Retelling.inWindow(run, crossing.recorded())
                && Retelling.micros(crossing.recorded()) >= run.retainedFrom()
                && epoch(crossing) <= run.epoch()
                && (run.includeWithoutContract()
                        || first == null
                        || !first.status().equals("NO_CONTRACT"));
    }

    private long epoch(Crossing crossing) {
        return epochs.getOrDefault(crossing.id(), Long.MAX_VALUE);
    }

    /** The epoch of the engine's agrees with the host's count of moments, as far as that can tell. */
    private void checkEpoch(Run run, Command start, Known known) {
        boolean before = epoch(known.crossing()) <= run.epoch();
        if (!before && known.until() < start.from()) {
            otherwise.add("processed before rerun " + run.id() + " and not of it: " + known);
        }
        if (before && start.answer() == Answer.DONE && start.until() < known.from()) {
            otherwise.add("processed after rerun " + run.id() + " and of it: " + known);
        }
    }
}
