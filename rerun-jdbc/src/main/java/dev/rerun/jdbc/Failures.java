package dev.rerun.jdbc;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.jdbc.Dialect.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries that runs could not process, and those that are held because of them. */
final class Failures {
    private static final String LIST = """
            select f.lane, f.seq, f.entry_id, f.ordering_key, f.held, f.error, f.attempts, f.failed_at
            """;

    private static final String PLACES = "select f.lane, f.seq, f.entry_id, f.held\n";

    /** Each key is looked up by index, which no planner turns into a join. */
    private static final String FAILED_KEYS = """
            select k.ordering_key, (
                select f.entry_id from %2$s f
                where f.rerun_id = %3$s and f.lane = ? and f.ordering_key = k.ordering_key and f.held = false
                order by f.seq limit 1)
            from %1$s
            """;

    private static final String CAUSES = """
            select f.cause, count(*), min(f.entry_id)
            from %s f
            where f.rerun_id = ? and f.held = false
            group by f.cause
            order by 2 desc, 1
            limit ?
            """;

    private final Session session;
    private final EntryKey key;

    Failures(Session session, EntryKey key) {
        this.session = session;
        this.key = key;
    }

    /** Where a failed entry stands. */
    record Place(int lane, long sequence, String entryId, boolean held) {}

    private record FirstFailed(String orderingKey, @Nullable String entryId) {}

    String table() {
        return key.failures();
    }

    void add(Lane lane, List<ParkedEntry> entries) {
        Insert insert = new Insert(
                table(),
                List.of(
                        new Column("rerun_id", "bigint"),
                        new Column("lane", "integer"),
                        new Column("seq", "bigint"),
                        key.column("entry_id"),
                        new Column("ordering_key", "varchar"),
                        new Column("held", "boolean"),
                        new Column("error", "varchar"),
                        new Column("cause", "varchar"),
                        new Column("attempts", "integer")),
                List.of(new Insert.Filled("failed_at", session.dialect().now())),
                true);
        session.insert(insert, entries, (parameters, entry) -> {
            parameters.number(lane.rerunId()).integer(lane.number()).number(entry.sequence());
            key.bind(parameters, entry.entryId());
            String orderingKey = entry.orderingKey();
            parameters
                    .text(orderingKey == null ? null : ErrorText.heldKey(orderingKey))
                    .flag(entry.held())
                    .remark(ErrorText.held(entry.error()))
                    .remark(ErrorText.heldCause(entry.cause()))
                    .integer(entry.attempts());
        });
    }

    Map<String, String> failedKeys(Lane lane, Collection<String> orderingKeys) {
        Map<String, String> given = new HashMap<>();
        orderingKeys.forEach(orderingKey -> given.put(ErrorText.heldKey(orderingKey), orderingKey));
        Map<String, String> failed = new HashMap<>();
        Column column = new Column("ordering_key", "varchar");
        String sql = FAILED_KEYS.formatted(
                session.dialect().keyTable("k", column),
                table(),
                session.dialect().hiddenRun());
        for (List<String> chunk : Chunks.of(given.keySet())) {
            List<FirstFailed> found = session.list(
                    sql,
                    parameters -> parameters
                            .number(lane.rerunId())
                            .integer(lane.number())
                            .keys(KeyRows.of(column, chunk)),
                    row -> new FirstFailed(row.text(), row.textOrNull()));
            for (FirstFailed first : found) {
                String orderingKey = given.get(first.orderingKey());
                String entryId = first.entryId();
                if (orderingKey != null && entryId != null) {
                    failed.put(orderingKey, entryId);
                }
            }
        }
        return failed;
    }

    List<FailedEntry> list(long rerunId, @Nullable FailedEntry after, int limit) {
        return page(
                LIST,
                "",
                rerunId,
                after == null ? -1 : after.lane(),
                after == null ? 0 : after.sequence(),
                limit,
                row -> new FailedEntry(
                        row.integer(),
                        row.number(),
                        row.text(),
                        row.textOrNull(),
                        row.flag(),
                        row.text(),
                        row.integer(),
                        row.time()));
    }

    /** The places of entries for which a condition on {@code f} holds, by lane and number, after one of them. */
    List<Place> places(long rerunId, String condition, @Nullable Place after, int limit) {
        return page(
                PLACES,
                " and " + condition,
                rerunId,
                after == null ? -1 : after.lane(),
                after == null ? 0 : after.sequence(),
                limit,
                row -> new Place(row.integer(), row.number(), row.text(), row.flag()));
    }

    List<FailureCause> causes(long rerunId, int limit) {
        return session.list(
                CAUSES.formatted(table()),
                parameters -> parameters.number(rerunId).integer(limit),
                row -> new FailureCause(row.text(), row.number(), row.text()));
    }

    /** The rest of one lane and then the lanes after it: two ranges of the key, where one condition with "or" is none. */
    private <T> List<T> page(
            String select, String also, long rerunId, int lane, long sequence, int limit, RowReader<T> reader) {
        String from = select + "from " + table() + " f where f.rerun_id = ? and ";
        String order = also + " order by f.rerun_id, f.lane, f.seq limit ?";
        List<T> page = new ArrayList<>(session.list(
                from + "f.lane = ? and f.seq > ?" + order,
                parameters -> parameters
                        .number(rerunId)
                        .integer(lane)
                        .number(sequence)
                        .integer(limit),
                reader));
        if (page.size() < limit) {
            page.addAll(session.list(
                    from + "f.lane > ?" + order,
                    parameters -> parameters.number(rerunId).integer(lane).integer(limit - page.size()),
                    reader));
        }
        return page;
    }
}
