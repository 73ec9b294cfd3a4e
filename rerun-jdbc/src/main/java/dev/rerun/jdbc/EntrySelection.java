package dev.rerun.jdbc;

import dev.rerun.core.eligibility.Selection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The selection of a run in SQL, over an entry that is called {@code e}. */
final class EntrySelection {
    /**
     * By the outcome of first processing; the names are those of its table. A plain NOT EXISTS would be a join, for which a
     * planner that expects hardly any such outcome, since it was not told yet, compares each entry with each of them. This it
     * looks up by key, or hashes.
     */
    private static final String HAD_CONTRACT = """
            and not coalesce(exists (
                select 1 from %s o
                where o.app_id = ? and o.entry_id = %s and o.rerun_id = 0 and o.status = 'NO_CONTRACT'), false)
            """;

    /** Looked up by its key for each entry, which no planner makes a join. */
    private static final String HAD_CONTRACT_ALONE = """
            and (
                select 1 from %s o
                where o.app_id = ? and o.entry_id = %s and o.rerun_id = 0 and o.status = 'NO_CONTRACT' limit 1) is null
            """;

    private final EntryTable entries;
    private final Scope scope;
    private final Dialect dialect;
    private final Selection selection;
    private final @Nullable QuerySql query;

    EntrySelection(EntryTable entries, Scope scope, Dialect dialect, Selection selection) {
        this(entries, scope, dialect, selection, null);
    }

    EntrySelection(EntryTable entries, Scope scope, Dialect dialect, Selection selection, @Nullable QuerySql query) {
        this.query = query;
        this.entries = entries;
        this.scope = scope;
        this.dialect = dialect;
        this.selection = selection;
    }

    /** True for an entry that is selected, whatever the limit; for statements that look for all of them. */
    Fragment condition() {
        return condition(HAD_CONTRACT);
    }

    /** The same, for statements that have found an entry and ask whether it is one of them. */
    Fragment conditionOfOne() {
        return condition(HAD_CONTRACT_ALONE);
    }

    private Fragment condition(String hadContract) {
        Property<Instant> createdAt = entries.createdAt();
        Property<Long> epoch = entries.epoch();
        String time = time();
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
        if (query != null) {
            Fragment asked = query.condition();
            sql += asked.sql();
            binding = binding.then(asked.binding());
        }
        if (selection.includeWithoutContract()) {
            return new Fragment(sql, binding);
        }
        String without = entries.withoutContract();
        // An app that is in a host's tables alone has no outcomes yet, and none is found for it.
        Integer app = scope.names().apps().find(scope.app());
        return new Fragment(
                sql + (without == null ? "" : " and not (" + without + ")") + "\n"
                        + hadContract.formatted(
                                entries.key().outcomes(), entries.id().ownIn("e")),
                binding.then(parameters -> parameters.integer(app)));
    }

    String time() {
        return entries.createdAt().of("e").get(0);
    }

    /** An expression for an entry's place in the order; entries of one place come by their IDs. */
    String place() {
        return asked().isEmpty() ? time() : "row_number() over (order by " + order() + ")";
    }

    /** The order by an expression for the place, and one for the ID as the library's own tables have it. */
    String byPlace(String place, String id) {
        return place + ", " + (entries.key() == EntryKey.TEXT ? dialect.textOrder(id) : id);
    }

    /** The order of entries {@code e} whose ID stands in an expression too, as the library's own tables have it. */
    String order(String id) {
        String asked = asked();
        return (asked.isEmpty() ? "" : asked + ", ") + byPlace(time(), id);
    }

    /** The order of entries {@code e}. */
    String order() {
        return order(entries.id().ownIn("e"));
    }

    private String asked() {
        return query == null ? "" : query.order();
    }

    private static Instant endOf(@Nullable Instant until) {
        return until == null ? Parameters.EVER_AFTER : until;
    }
}
