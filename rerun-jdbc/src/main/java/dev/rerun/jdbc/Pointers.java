package dev.rerun.jdbc;

import java.util.List;

/** What entries of a host pointed at before their items were taken out. */
final class Pointers {
    private static final int ENTRIES_AT_A_TIME = 1_000;

    private static final String RETURNED = """
            select p.entry_id, p.points_at
            from %s p
            where p.rerun_id = ?%s
            and (select 1 from %s a where a.archived_by = ? and %s = %s limit 1) is not null
            order by p.rerun_id, p.entry_id
            limit ?
            """;

    private static final String POINT = """
            update %1$s e set %2$s = ? where %3$s and %4$s = ? and e.%2$s is null
            """;

    private final Session session;
    private final EntryTable entries;
    private final ItemTable items;
    private final Scope scope;

    Pointers(Session session, EntryTable entries, ItemTable items, Scope scope) {
        this.session = session;
        this.entries = entries;
        this.items = items;
        this.scope = scope;
    }

    private record Pointer(String entryId, String pointsAt) {}

    /** Lets entries point at their items again, those that are marked in the archive; a pointer that is set stays. */
    void restore(long rerunId, long mark, EntryLink.InEntry link) {
        String sql = POINT.formatted(
                entries.name(),
                link.pointerName(),
                entries.app().where("e"),
                entries.id().in("e"));
        String after = "";
        while (true) {
            List<Pointer> page = page(rerunId, mark, link, after);
            if (page.isEmpty()) {
                return;
            }
            session.batch(sql, page, (parameters, pointer) -> {
                link.pointer().bind(parameters, scope, pointer.pointsAt());
                entries.app().bind(parameters, scope);
                entries.id().bind(parameters, scope, pointer.entryId());
            });
            after = page.get(page.size() - 1).entryId();
        }
    }

    private List<Pointer> page(long rerunId, long mark, EntryLink.InEntry link, String after) {
        String sql = RETURNED.formatted(
                entries.key().pointers(),
                after.isEmpty() ? "" : " and p.entry_id > ?",
                items.archive(),
                link.target().in("a"),
                link.target().fromOwn("p.points_at"));
        return session.list(
                sql,
                parameters -> {
                    parameters.number(rerunId);
                    if (!after.isEmpty()) {
                        entries.key().bind(parameters, after);
                    }
                    parameters.number(mark).integer(ENTRIES_AT_A_TIME);
                },
                row -> new Pointer(row.text(), row.text()));
    }
}
