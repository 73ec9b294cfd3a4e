package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.testkit.MemoryApp.StoredEntry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The activity entries and their outcomes in memory. */
final class MemoryEntries implements Entries {
    private final MemoryTransaction transaction;
    private final MemoryTables tables;

    MemoryEntries(MemoryTransaction transaction) {
        this.transaction = transaction;
        this.tables = transaction.tables;
    }

    /** Transactions are serial, so whoever is in one has all ordering keys for itself. */
    @Override
    public long enter(String app, Set<String> orderingKeys) {
        transaction.requireUsable();
        return tables.app(app).epoch();
    }

    @Override
    public Set<String> known(String app, Collection<String> ids) {
        transaction.requireUsable();
        MemoryApp known = tables.app(app);
        return ids.stream().filter(known.entries::containsKey).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void insert(String app, long epoch, List<ActivityEntry> entries) {
        transaction.requireUsable();
        transaction.undo.together(() -> entries.forEach(entry -> insert(tables.app(app), epoch, entry)));
    }

    @Override
    public void insertOutcomes(String app, List<NewOutcome> outcomes) {
        Instant now = transaction.now();
        transaction.undo.together(() -> outcomes.forEach(outcome -> insert(tables.app(app), outcome, now)));
    }

    @Override
    public List<ActivityOutcome> outcomes(String app, String entryId) {
        transaction.requireUsable();
        return tables.app(app).outcomes(entryId);
    }

    private void insert(MemoryApp app, long epoch, ActivityEntry entry) {
        MemoryLimits.check(entry);
        if (!entry.app().equals(app.name)) {
            throw new IllegalArgumentException(
                    "entry " + entry.id() + " belongs to app '" + entry.app() + "', not to '" + app.name + "'");
        }
        if (app.entries.containsKey(entry.id())) {
            throw new RejectedDataException("app '" + app.name + "' has an entry with the ID " + entry.id(), null);
        }
        transaction.undo.put(app.entries, entry.id(), new StoredEntry(entry, epoch));
    }

    private void insert(MemoryApp app, NewOutcome outcome, Instant now) {
        MemoryLimits.check(outcome);
        app.addOutcome(
                transaction.undo,
                ordinal(outcome.rerunId()),
                new ActivityOutcome(
                        outcome.entryId(),
                        outcome.rerunId(),
                        outcome.status(),
                        outcome.contract(),
                        outcome.diagnostics(),
                        now,
                        outcome.duration().truncatedTo(ChronoUnit.MICROS)));
    }

    /** By the start of the run, for rerun IDs are random. */
    private long ordinal(@Nullable Long rerunId) {
        return rerunId == null
                ? MemoryApp.FIRST_PROCESSING
                : tables.run(rerunId).ordinal();
    }
}
