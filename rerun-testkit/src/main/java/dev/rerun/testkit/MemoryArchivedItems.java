package dev.rerun.testkit;

import dev.rerun.api.LostEdit;
import dev.rerun.core.spi.ArchivedItems;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.Run;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The items in memory that runs took out of the registers. */
final class MemoryArchivedItems implements ArchivedItems {
    private static final Comparator<ItemKey> BY_KEY =
            Comparator.comparing(ItemKey::register).thenComparing(ItemKey::uniqueKey);

    private final MemoryTransaction transaction;
    private final MemoryTables tables;

    MemoryArchivedItems(MemoryTransaction transaction) {
        this.transaction = transaction;
        this.tables = transaction.tables;
    }

    @Override
    public PutBack putBack(Run run) {
        transaction.requireHeld(run.id());
        MemoryApp app = tables.app(run.app());
        Map<ItemKey, MemoryItem> archive = tables.archive(run.id());
        Set<String> done = done(run);
        long returned = 0;
        long refused = 0;
        for (MemoryItem stored : List.copyOf(archive.values())) {
            String entryId = stored.item().entryId();
            if (entryId != null && done.contains(entryId)) {
                continue;
            }
            if (app.item(stored.key()) != null) {
                refused++;
                continue;
            }
            transaction.undo.remove(archive, stored.key());
            app.addItem(transaction.undo, stored);
            returned++;
        }
        new MemoryFailures(tables.failures(run.id()))
                .failed()
                .forEach(failure ->
                        app.removeOutcome(transaction.undo, failure.entry().entryId(), run.id()));
        return new PutBack(returned, refused);
    }

    @Override
    public List<LostEdit> lostEdits(long rerunId, @Nullable ItemKey after, int limit) {
        transaction.requireUsable();
        MemoryRun run = tables.runOrNull(rerunId);
        if (run == null) {
            return List.of();
        }
        MemoryApp app = tables.app(run.app());
        return tables.archive(rerunId).values().stream()
                .filter(MemoryItem::edited)
                .filter(stored -> after == null || BY_KEY.compare(stored.key(), after) > 0)
                .sorted(Comparator.comparing(MemoryItem::key, BY_KEY))
                .limit(limit)
                .map(stored -> lost(stored, app.item(stored.key())))
                .toList();
    }

    /** The entries that the run has processed, and that did not fail. */
    private Set<String> done(Run run) {
        List<String> open = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (MemoryLane lane : tables.lanes(run.id()).values()) {
            done.addAll(lane.entryIds());
            open.addAll(lane.outstanding());
        }
        tables.failures(run.id())
                .values()
                .forEach(failure -> open.add(failure.entry().entryId()));
        open.forEach(done::remove);
        return done;
    }

    private static LostEdit lost(MemoryItem archived, @Nullable MemoryItem now) {
        return new LostEdit(
                archived.item().register(),
                archived.item().uniqueKey(),
                archived.item().entryId(),
                Objects.requireNonNull(archived.calculated()),
                archived.item().amount(),
                archived.item().currency(),
                now == null ? null : now.item().amount());
    }
}
