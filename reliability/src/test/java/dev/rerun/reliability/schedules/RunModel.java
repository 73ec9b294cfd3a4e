package dev.rerun.reliability.schedules;

import dev.rerun.api.KeptReason;
import dev.rerun.reliability.harbour.Line;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A run, as the model knows it. */
final class RunModel {
    final String name;
    final boolean holds;

    /** It pauses after so many; null if it does not, or went on. */
    @Nullable
    Integer gate;

    String status = "QUEUED";
    final int total;
    int created;
    int retained;
    int putBack;
    int deleted;
    final Map<KeptReason, Integer> kept = new EnumMap<>(KeptReason.class);
    final TreeMap<Integer, Fee> archive = new TreeMap<>();
    final Set<Integer> done = new TreeSet<>();
    final Set<Integer> failed = new TreeSet<>();

    /** With the one that each waits for. */
    final Map<Integer, Integer> held = new TreeMap<>();

    /** What is outstanding, in the sequence of each key. */
    final List<Visit> queue;

    final List<String> commands = new ArrayList<>(List.of("START"));

    /** By key, the failed one that holds it. */
    private final Map<String, Integer> holders = new HashMap<>();

    RunModel(String name, List<Visit> selected, boolean holds, @Nullable Integer gate) {
        this.name = name;
        this.holds = holds;
        this.gate = gate;
        this.total = selected.size();
        this.queue = new ArrayList<>(selected);
    }

    private RunModel(RunModel of) {
        this(of.name, of.queue, of.holds, of.gate, of.total);
        status = of.status;
        created = of.created;
        retained = of.retained;
        putBack = of.putBack;
        deleted = of.deleted;
        kept.putAll(of.kept);
        archive.putAll(of.archive);
        done.addAll(of.done);
        failed.addAll(of.failed);
        held.putAll(of.held);
        commands.clear();
        commands.addAll(of.commands);
        holders.putAll(of.holders);
    }

    private RunModel(String name, List<Visit> queue, boolean holds, @Nullable Integer gate, int total) {
        this.name = name;
        this.holds = holds;
        this.gate = gate;
        this.total = total;
        this.queue = new ArrayList<>(queue);
    }

    RunModel copy() {
        return new RunModel(this);
    }

    boolean over() {
        return status.startsWith("C");
    }

    /** Whether a worker finds something to do. */
    boolean workable() {
        return (status.equals("QUEUED") || status.equals("RUNNING")) && !queue.isEmpty();
    }

    Set<Integer> processed() {
        Set<Integer> processed = new HashSet<>(done);
        processed.addAll(failed);
        processed.addAll(held.keySet());
        return processed;
    }

    @Nullable
    Integer holder(String key) {
        return holds ? holders.get(key) : null;
    }

    void fail(Visit visit) {
        failed.add(visit.id());
        holders.put(visit.key(), visit.id());
    }

    /** After a batch: the end, or the gate. */
    void settle() {
        if (queue.isEmpty()) {
            status = failed.isEmpty() && held.isEmpty() ? "COMPLETED" : "COMPLETED_WITH_FAILURES";
        } else if (gate != null && processed().size() == gate) {
            pause();
        } else {
            status = "RUNNING";
        }
    }

    void pause() {
        status = "PAUSED";
        commands.add("PAUSE");
    }

    /** The gate is opened by whoever finds the run there. */
    void resume() {
        if (gate != null && processed().size() == gate) {
            gate = null;
        }
        status = "RUNNING";
        commands.add("RESUME");
        if (queue.isEmpty()) {
            settle();
        }
    }

    void queueAgain(List<Visit> again) {
        failed.clear();
        held.clear();
        holders.clear();
        again.sort(Visit.SEQUENCE);
        queue.addAll(again);
        status = "RUNNING";
        commands.add("RETRY");
    }

    void addLines(String app, List<String> lines) {
        archive.values().forEach(fee -> lines.add(fee.text("archived", app, name)));
        failed.forEach(
                visit -> lines.add(Line.of("failure", app, name, visit.toString(), "failed", AppModel.error(visit))));
        held.forEach((visit, holder) -> lines.add(Line.of(
                "failure",
                app,
                name,
                visit.toString(),
                "held",
                "held: entry " + holder + " of the same ordering key failed")));
        lines.add(Line.of("run", app, name, status, counters(), String.join(" ", commands)));
    }

    private String counters() {
        StringBuilder text = new StringBuilder(
                ("total %d, done %d, failed %d, held %d, deleted %d, created %d, retained %d, put back %d,"
                                + " not put back 0")
                        .formatted(
                                total, done.size(), failed.size(), held.size(), deleted, created, retained, putBack));
        kept.forEach(
                (reason, count) -> text.append(", ").append(count).append(' ').append(reason));
        return text.toString();
    }
}
