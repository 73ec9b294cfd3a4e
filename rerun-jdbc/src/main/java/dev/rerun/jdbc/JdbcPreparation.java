package dev.rerun.jdbc;

import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.InsideWindow;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Archive.Moved;
import dev.rerun.jdbc.Archive.Stretch;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The set-based statements of prepare. */
final class JdbcPreparation implements Preparation {
    private static final String FREEZE = """
            insert into %s (rerun_id, lane, seq, entry_id)
            select ?, s.lane, row_number() over (partition by s.lane order by s.created_at, %s), s.id
            from (
                select %s as id, %s as created_at, %s as lane
                from %s e
                where %s
            ) s
            """;

    /** By the outcome of first processing; the names are those of its table. */
    private static final String HAD_CONTRACT = """
            and not exists (
                select 1 from %s o
                where o.app_id = ? and o.entry_id = %s and o.rerun_id = 0 and o.status = 'NO_CONTRACT')
            """;

    private static final String MAKE_LANES = """
            insert into rerun_lane (rerun_id, lane, end_seq)
            select rerun_id, lane, max(seq) from %s where rerun_id = ? group by rerun_id, lane
            """;

    private static final String LANES = """
            select rerun_id, lane, watermark, end_seq from rerun_lane where rerun_id = ? order by lane
            """;

    /** Each item is judged once, which the limit is for, and nothing is sorted. */
    private static final String COUNT = """
            select %s
            from (select %s as reason from %s i where %s limit 9223372036854775807) k
            """;

    private static final String EACH_REASON = Arrays.stream(KeptReason.values())
            .map(reason -> "count(case when k.reason = '" + reason.name() + "' then 1 end)")
            .collect(Collectors.joining(", "));

    private final Session session;
    private final Names.View names;
    private final Tables tables;

    JdbcPreparation(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.tables = tables;
    }

    @Override
    public List<Lane> freeze(Run run) {
        Selection selection = run.selection();
        EntryTable entries = tables.entries();
        Scope scope = new Scope(run.app(), names);
        Fragment selected = selected(selection, scope);
        String queue = entries.key().entries();
        String sql = FREEZE.formatted(
                queue,
                entries.key() == EntryKey.TEXT ? session.dialect().textOrder("s.id") : "s.id",
                entries.id().ownIn("e"),
                entries.createdAt().of("e").get(0),
                session.dialect().hashModulo(entries.orderingKey().ownIn("e")),
                entries.name(),
                selected.sql());
        session.update(
                sql,
                parameters -> parameters.number(run.id()).integer(run.lanes()).all(selected.binding()));
        session.update(MAKE_LANES.formatted(queue), parameters -> parameters.number(run.id()));
        return session.list(LANES, parameters -> parameters.number(run.id()), JdbcLanes::readLane);
    }

    private Fragment selected(Selection selection, Scope scope) {
        EntryTable entries = tables.entries();
        Property<Instant> createdAt = entries.createdAt();
        Property<Long> epoch = entries.epoch();
        int app = app(scope.app());
        String time = createdAt.of("e").get(0);
        String sql = entries.app().where("e") + " and " + time + " > ? and " + time + " <= ? and " + time + " >= ?"
                + (epoch == null ? "" : " and coalesce(" + epoch.of("e").get(0) + ", 0) <= ?") + entries.narrowed();
        Binding binding = parameters -> {
            entries.app().bind(parameters, scope);
            createdAt.bind(parameters, scope, selection.cutoff());
            createdAt.bind(parameters, scope, endOf(selection.until()));
            createdAt.bind(parameters, scope, selection.retainedFrom());
            if (epoch != null) {
                epoch.bind(parameters, scope, selection.epoch());
            }
        };
        if (selection.includeWithoutContract()) {
            return new Fragment(sql, binding);
        }
        String without = entries.withoutContract();
        return new Fragment(
                sql + (without == null ? "" : " and not (" + without + ")") + "\n"
                        + HAD_CONTRACT.formatted(
                                entries.key().outcomes(), entries.id().ownIn("e")),
                binding.then(parameters -> parameters.integer(app)));
    }

    @Override
    public void archive(Run run, Eligibility eligibility, int batchSize, LongConsumer onBatch) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + " is not positive");
        }
        Scope scope = new Scope(run.app(), names);
        Fragment eligible = new EligibilitySql(tables, scope, run).eligible(eligibility);
        Archive archive = new PatientArchive(session, session.dialect().archive(session, tables, scope, run.id()));
        if (!tables.items().indexedByLibrary()) {
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
        ItemTable items = tables.items();
        Scope scope = new Scope(run.app(), names);
        // What no rule keeps any more became eligible after its batch had gone by; the run does not calculate it.
        Fragment reason = new EligibilitySql(tables, scope, run).reason(eligibility, KeptReason.NOT_SELECTED);
        return session.list(
                        COUNT.formatted(
                                EACH_REASON,
                                reason.sql(),
                                items.name(),
                                items.app().where("i") + items.narrowed()),
                        parameters -> {
                            parameters.all(reason.binding());
                            items.app().bind(parameters, scope);
                        },
                        JdbcPreparation::readKept)
                .get(0);
    }

    private static Map<KeptReason, Long> readKept(Row row) throws SQLException {
        Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);
        for (KeptReason reason : KeptReason.values()) {
            long items = row.number();
            if (items > 0) {
                kept.put(reason, items);
            }
        }
        return kept;
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

    private int app(String name) {
        Integer app = names.apps().find(name);
        if (app == null) {
            throw new StoreException("app '" + name + "' is unknown", null);
        }
        return app;
    }
}
