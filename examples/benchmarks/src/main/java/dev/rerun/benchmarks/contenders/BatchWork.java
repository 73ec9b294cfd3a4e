package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.workload.Calculated;
import dev.rerun.benchmarks.workload.Entry;
import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.Sight;
import dev.rerun.benchmarks.workload.StandingItem;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calculates some entries in order and writes what comes of them, in a transaction that somebody else commits. */
public final class BatchWork {
    private final Task task;
    private final SightReader sights;

    public BatchWork(Task task) {
        this.task = task;
        this.sights = new SightReader(task);
    }

    /** Reads what the logic wants to know, applies it, and writes items and outcomes. */
    public void run(Connection connection, List<? extends Entry> entries, ResultWriter writer) throws SQLException {
        Sight sight = sights.read(connection, entries);
        List<Calculated> calculated = new ArrayList<>(entries.size());
        List<NewItem> items = new ArrayList<>(2 * entries.size());
        Map<String, StandingItem> kept = new HashMap<>();
        for (Entry entry : entries) {
            Calculated one = task.calculation().apply(entry, sight);
            sight.add(one);
            calculated.add(one);
            for (NewItem item : one.items()) {
                StandingItem standing = sight.standing(item.uniqueKey());
                if (standing == null) {
                    items.add(item);
                } else {
                    kept.put(item.uniqueKey(), standing);
                }
            }
        }
        kept.putAll(writer.items(items));
        List<Outcome> outcomes = new ArrayList<>(entries.size());
        for (int i = 0; i < entries.size(); i++) {
            outcomes.add(Outcome.of(task, entries.get(i).id(), calculated.get(i), kept));
        }
        writer.outcomes(outcomes);
    }
}
