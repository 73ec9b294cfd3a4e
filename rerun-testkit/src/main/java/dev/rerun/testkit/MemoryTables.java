package dev.rerun.testkit;

import dev.rerun.api.RerunCommand;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.testkit.MemoryFailure.Place;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that an in-memory store holds. Touched only under the store's lock, and changed only through an undo log. */
final class MemoryTables {
    private final Map<String, MemoryApp> apps = new HashMap<>();
    private final Map<Long, MemoryRun> runs = new HashMap<>();
    private final Map<Long, NavigableMap<Integer, MemoryLane>> lanes = new HashMap<>();
    private final Map<Long, Map<ItemKey, MemoryItem>> archive = new HashMap<>();
    private final Map<Long, NavigableMap<Place, MemoryFailure>> failures = new HashMap<>();
    private final Map<Long, List<RerunCommand>> commands = new HashMap<>();
    private final Map<Long, Instant> turns = new HashMap<>();
    private long lastOrdinal;

    MemoryApp app(String name) {
        return apps.computeIfAbsent(name, MemoryApp::new);
    }

    NavigableMap<Integer, MemoryLane> lanes(long rerunId) {
        return lanes.computeIfAbsent(rerunId, id -> new TreeMap<>());
    }

    LaneCounts sums(long rerunId) {
        return lanes(rerunId).values().stream().map(MemoryLane::counts).reduce(LaneCounts.ZERO, LaneCounts::plus);
    }

    Map<ItemKey, MemoryItem> archive(long rerunId) {
        return archive.computeIfAbsent(rerunId, id -> new HashMap<>());
    }

    NavigableMap<Place, MemoryFailure> failures(long rerunId) {
        return failures.computeIfAbsent(rerunId, id -> new TreeMap<>());
    }

    List<RerunCommand> commands(long rerunId) {
        return commands.computeIfAbsent(rerunId, id -> new ArrayList<>());
    }

    /** When the run's turn is free again. */
    Instant freeAt(long rerunId) {
        return turns.getOrDefault(rerunId, Instant.MIN);
    }

    void takeTurn(UndoLog undo, long rerunId, Instant until) {
        undo.put(turns, rerunId, until);
    }

    /** All runs, in the order of their starts. */
    Stream<MemoryRun> runs() {
        return runs.values().stream().sorted(Comparator.comparing(MemoryRun::ordinal));
    }

    @Nullable
    MemoryRun runOrNull(long id) {
        return runs.get(id);
    }

    MemoryRun run(long id) {
        MemoryRun run = runs.get(id);
        if (run == null) {
            throw new IllegalArgumentException("run " + id + " is unknown; insert it first");
        }
        return run;
    }

    void update(UndoLog undo, MemoryRun run) {
        undo.put(runs, run.id(), run);
    }

    void insertRun(UndoLog undo, NewRun run, Instant now) {
        String app = run.selection().app();
        String key = run.request().idempotencyKey();
        requireIdle(app, run.request().query() != null);
        runs().filter(other -> other.app().equals(app) && key != null && other.hasKey(key))
                .findFirst()
                .ifPresent(other -> {
                    throw new RejectedDataException(
                            "run " + other.id() + " of app '" + app + "' has the idempotency key '" + key + "'", null);
                });
        update(undo, MemoryRun.preparing(run, ++lastOrdinal, now));
    }

    /** Runs that have a query may be several. */
    void requireIdle(String app, boolean handled) {
        runs().filter(run -> !handled && run.active(app)).findFirst().ifPresent(active -> {
            throw new RejectedDataException("app '" + app + "' has the active run " + active.id(), null);
        });
    }

    void forget(UndoLog undo, MemoryRun run) {
        app(run.app()).removeSuperseded(undo, run.id(), run.ordinal());
        List.of(lanes, archive, failures, commands, turns, runs).forEach(table -> undo.remove(table, run.id()));
    }
}
