package dev.rerun.jdbc;

import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Counts what a prepare would do. Nothing is written or locked. */
final class Plan {
    private static final String COUNT = "select count(*) from %s e where %s";

    private static final String LAST_TIME = "select %s from %s e where %s order by %s limit 1 offset ?";

    /** The list is made once, of the entries that share the last one's time. */
    private static final String AMONG_FIRST = """
            %6$s and (%2$s < ? or (%2$s = ? and %3$s in (
                select x.id from (select %3$s as id from %4$s e where %1$s and %2$s = ? order by %5$s limit ?) x)))
            """;

    private final Session session;
    private final Tables tables;
    private final Scope scope;
    private final Run run;
    private final EntryTable entries;
    private final EntrySelection selection;

    Plan(Session session, Tables tables, Scope scope, Run run) {
        this.session = session;
        this.tables = tables;
        this.scope = scope;
        this.run = run;
        this.entries = tables.entries();
        this.selection = new EntrySelection(entries, scope, session.dialect(), run.selection());
    }

    PrepareCounts counts(Eligibility eligibility) {
        if (!entries.app().knows(scope) || !tables.items().app().knows(scope)) {
            return new PrepareCounts(0, 0, Map.of());
        }
        Fragment all = selection.condition();
        Optional<Instant> last = lastTime(all);
        Fragment selected = last.map(time -> amongFirst(all, time)).orElseGet(selection::conditionOfOne);
        long total = last.isPresent() ? limit() : count(all);
        Selected planned = new Selected.Planned(entries, tables.items(), selected);
        KeptItems.Counts items = new KeptItems(session, tables, scope)
                .count(new EligibilitySql(tables, scope, run.selection(), planned)
                        .reason(eligibility, KeptItems.ELIGIBLE));
        return new PrepareCounts(total, items.eligible(), items.kept());
    }

    private long limit() {
        Long limit = run.options().limit();
        return limit == null ? Long.MAX_VALUE : limit;
    }

    /** The time of the last entry that the limit lets in; empty if there are fewer. */
    private Optional<Instant> lastTime(Fragment all) {
        if (limit() == Long.MAX_VALUE) {
            return Optional.empty();
        }
        return session.first(
                LAST_TIME.formatted(selection.time(), entries.name(), all.sql(), selection.order()),
                parameters -> parameters.all(all.binding()).number(limit() - 1),
                row -> entries.createdAt().read(row, scope));
    }

    private Fragment amongFirst(Fragment all, Instant last) {
        Binding time = parameters -> entries.createdAt().bind(parameters, scope, last);
        long earlier = count(new Fragment(
                all.sql() + " and " + selection.time() + " < ?", all.binding().then(time)));
        Fragment one = selection.conditionOfOne();
        String sql = AMONG_FIRST.formatted(
                all.sql(), selection.time(), entries.id().in("e"), entries.name(), selection.order(), one.sql());
        Binding binding = parameters -> parameters
                .all(one.binding())
                .all(time)
                .all(time)
                .all(all.binding())
                .all(time)
                .number(limit() - earlier);
        return new Fragment(sql, binding);
    }

    private long count(Fragment condition) {
        return session.list(COUNT.formatted(entries.name(), condition.sql()), condition.binding(), Row::number)
                .get(0);
    }
}
