package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RerunOptions;
import java.util.List;

/** What a run would select now. */
final class Preview {
    private static final String FIRST = """
            select %s, %s from %s e
            where %s
            order by %s
            limit ?
            """;

    private static final String COUNT = "select count(*) from %s e where %s";

    private final Session session;
    private final EntryTable entries;
    private final Scope scope;
    private final EntrySelection selection;

    Preview(Session session, EntryTable entries, Scope scope, EntrySelection selection) {
        this.session = session;
        this.entries = entries;
        this.scope = scope;
        this.selection = selection;
    }

    List<ActivityEntry> first(RerunOptions options, int limit) {
        if (!entries.app().knows(scope)) {
            return List.of();
        }
        Fragment selected = selection.condition();
        EntryRow entry = new EntryRow(entries);
        String sql = FIRST.formatted(
                entries.id().ownIn("e"), entry.selected(), entries.name(), selected.sql(), selection.order());
        return session.list(
                sql,
                parameters -> parameters.all(selected.binding()).number(atMost(options, limit)),
                row -> entry.read(row, scope, row.text()));
    }

    long count(RerunOptions options) {
        if (!entries.app().knows(scope)) {
            return 0;
        }
        Fragment selected = selection.condition();
        long all = session.list(COUNT.formatted(entries.name(), selected.sql()), selected.binding(), Row::number)
                .get(0);
        return atMost(options, all);
    }

    private static long atMost(RerunOptions options, long entries) {
        Long limit = options.limit();
        return limit == null ? entries : Math.min(limit, entries);
    }
}
