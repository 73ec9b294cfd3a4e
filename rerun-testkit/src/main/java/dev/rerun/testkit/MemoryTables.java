package dev.rerun.testkit;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.RejectedDataException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** All that an in-memory store holds. Touched only under the store's lock, and changed only through an undo log. */
final class MemoryTables {
    private final Map<String, MemoryApp> apps = new HashMap<>();

    /** In the order of their starts. */
    final Map<Long, MemoryRun> runs = new LinkedHashMap<>();

    private final Map<Long, NavigableMap<Integer, MemoryLane>> lanes = new HashMap<>();
    private final Map<Long, List<RegisterItem>> archive = new HashMap<>();
    private final Map<Long, List<ParkedEntry>> parked = new HashMap<>();

    MemoryApp app(String name) {
        return apps.computeIfAbsent(name, MemoryApp::new);
    }

    NavigableMap<Integer, MemoryLane> lanes(long rerunId) {
        return lanes.computeIfAbsent(rerunId, id -> new TreeMap<>());
    }

    List<RegisterItem> archive(long rerunId) {
        return archive.computeIfAbsent(rerunId, id -> new ArrayList<>());
    }

    List<ParkedEntry> parked(long rerunId) {
        return parked.computeIfAbsent(rerunId, id -> new ArrayList<>());
    }

    MemoryRun run(long id) {
        MemoryRun run = runs.get(id);
        if (run == null) {
            throw new IllegalArgumentException("run " + id + " is unknown; insert it first");
        }
        return run;
    }

    void insertRun(UndoLog undo, NewRun run, Instant now) {
        String app = run.selection().app();
        String key = run.request().idempotencyKey();
        for (MemoryRun other : runs.values()) {
            if (!other.run().selection().app().equals(app)) {
                continue;
            }
            if (!other.status().terminal()) {
                throw new RejectedDataException("app '" + app + "' has the active run " + other.id(), null);
            }
            if (key != null && key.equals(other.run().request().idempotencyKey())) {
                throw new RejectedDataException(
                        "run " + other.id() + " of app '" + app + "' has the idempotency key '" + key + "'", null);
            }
        }
        undo.put(runs, run.id(), MemoryRun.preparing(run, runs.size() + 1L, now));
    }
}
