package dev.rerun.jdbc;

import dev.rerun.api.KeptReason;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts an app's items by why they stay. */
final class KeptItems {
    /** What {@link #count} counts as kept by nothing. */
    static final String ELIGIBLE = "ELIGIBLE";

    /** Each item is judged once, which the limit is for, and nothing is sorted. */
    private static final String COUNT = """
            select %s, %s
            from (select %s as reason from %s i where %s limit 9223372036854775807) k
            """;

    private static final String EACH_REASON = Arrays.stream(KeptReason.values())
            .map(reason -> counted(reason.name()))
            .collect(Collectors.joining(", "));

    private final Session session;
    private final ItemTable items;
    private final Scope scope;

    KeptItems(Session session, Tables tables, Scope scope) {
        this.session = session;
        this.items = tables.items();
        this.scope = scope;
    }

    /** The numbers of kept items by reason, and of the others. */
    record Counts(Map<KeptReason, Long> kept, long eligible) {}

    /** Counts by an expression that yields the name of a reason, or {@link #ELIGIBLE}, of an item {@code i}. */
    Counts count(Fragment reason) {
        return session.list(
                        COUNT.formatted(
                                EACH_REASON,
                                counted(ELIGIBLE),
                                reason.sql(),
                                items.name(),
                                items.app().where("i") + items.narrowed()),
                        parameters -> {
                            parameters.all(reason.binding());
                            items.app().bind(parameters, scope);
                        },
                        KeptItems::read)
                .get(0);
    }

    private static String counted(String reason) {
        return "count(case when k.reason = '" + reason + "' then 1 end)";
    }

    private static Counts read(Row row) throws SQLException {
        Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);
        for (KeptReason reason : KeptReason.values()) {
            long items = row.number();
            if (items > 0) {
                kept.put(reason, items);
            }
        }
        return new Counts(kept, row.number());
    }
}
