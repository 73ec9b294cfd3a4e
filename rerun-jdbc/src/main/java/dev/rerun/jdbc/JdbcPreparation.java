package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.InsideWindow;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Archive.Moved;
import dev.rerun.jdbc.Archive.Stretch;
import dev.rerun.jdbc.JdbcTransaction.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The set-based statements of prepare. */
final class JdbcPreparation implements Preparation {
    private final Session session;
    private final Names.View names;
    private final Tables tables;
    private final Clock clock;

    JdbcPreparation(Session session, Names.View names, Tables tables, Clock clock) {
        this.clock = clock;
        this.session = session;
        this.names = names;
        this.tables = tables;
    }

    @Override
    public List<Lane> freeze(Run run) {
        return new Freeze(session, tables, selection(run, null), run).freeze();
    }

    @Override
    public void check(Run run, EntryQuery query) {
        sql(run, query).check(session);
    }

    @Override
    public List<Lane> freeze(Run run, EntryQuery query) {
        return new Freeze(session, tables, selection(run, query), run).freeze();
    }

    @Override
    public long count(Run run, EntryQuery query) {
        return new Preview(session, tables.entries(), scope(run), selection(run, query)).count(run.options());
    }

    @Override
    public List<ActivityEntry> preview(Run run, @Nullable EntryQuery query, int limit) {
        return new Preview(session, tables.entries(), scope(run), selection(run, query)).first(run.options(), limit);
    }

    private EntrySelection selection(Run run, @Nullable EntryQuery query) {
        return new EntrySelection(
                tables.entries(),
                scope(run),
                session.dialect(),
                run.selection(),
                query == null ? null : sql(run, query));
    }

    private QuerySql sql(Run run, EntryQuery query) {
        return new QuerySql(tables.entries(), scope(run), session.dialect(), query, clock.now());
    }

    @Override
    public void archive(Run run, Eligibility eligibility, int batchSize, LongConsumer onBatch) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + " is not positive");
        }
        Scope scope = scope(run);
        Fragment eligible = frozen(run).eligible(eligibility);
        Archive archive = new PatientArchive(session, session.dialect().archive(session, tables, scope, run.id()));
        if (!tables.items().own()) {
            requireSameColumns();
        }
        Stretch rest = stretch(scope, window(eligibility));
        while (rest != null) {
            Moved moved = archive.moveFirst(rest, eligible, batchSize);
            if (moved.items() > 0) {
                onBatch.accept(moved.items());
            }
            rest = moved.rest();
        }
    }

    /** A column that a host added while the store ran would not be archived. */
    private void requireSameColumns() {
        ItemTable items = tables.items();
        int columns = session.columnsOf(items.name()).size();
        if (columns != items.columns().size()) {
            throw new StoreException(
                    "table " + items.name() + " has " + columns + " columns now and had "
                            + items.columns().size()
                            + " when the store looked at it; see that " + items.archive()
                            + " has the same, and build the engine anew",
                    null);
        }
    }

    private Stretch stretch(Scope scope, Optional<InsideWindow> window) {
        return new Stretch(
                tables.items(),
                scope,
                window.map(InsideWindow::cutoff).orElse(Parameters.EVER_BEFORE),
                false,
                endOf(window.map(InsideWindow::until).orElse(null)));
    }

    @Override
    public Map<KeptReason, Long> countKept(Run run, Eligibility eligibility) {
        // What no rule keeps any more became eligible after its batch had gone by; the run does not calculate it.
        return new KeptItems(session, tables, scope(run))
                .count(frozen(run).reason(eligibility, KeptReason.NOT_SELECTED.name()))
                .kept();
    }

    @Override
    public PrepareCounts plan(Run run, Eligibility eligibility) {
        return new Plan(session, tables, scope(run), run).counts(eligibility);
    }

    private EligibilitySql frozen(Run run) {
        return new EligibilitySql(
                tables,
                scope(run),
                run.selection(),
                new Selected.Frozen(tables.entries(), session.dialect(), run.id()));
    }

    private Scope scope(Run run) {
        return new Scope(run.app(), names);
    }

    /** The window only bounds the batches; the condition holds all the rules. */
    private static Optional<InsideWindow> window(Eligibility eligibility) {
        return eligibility.rules().stream()
                .filter(InsideWindow.class::isInstance)
                .map(InsideWindow.class::cast)
                .findFirst();
    }

    private static Instant endOf(@Nullable Instant until) {
        return until == null ? Parameters.EVER_AFTER : until;
    }
}
