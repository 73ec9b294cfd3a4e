package dev.rerun.jdbc;

import dev.rerun.api.LostEdit;
import dev.rerun.core.spi.ItemKey;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the archived items whose amount is not the one that logic wrote. */
final class LostEdits {
    private static final String EDITED = """
            select %s
            from %s a
            where a.archived_by = ? and %s <> %s%s
            order by %s
            limit ?
            """;

    private static final String APP = "select app_id from rerun where id = ?";

    private final Session session;
    private final Names.View names;
    private final Tables tables;
    private final ItemTable items;

    LostEdits(Session session, Names.View names, Tables tables) {
        this.session = session;
        this.names = names;
        this.tables = tables;
        this.items = tables.items();
    }

    List<LostEdit> list(long rerunId, @Nullable ItemKey after, int limit) {
        OptionalProperty<BigDecimal> calculated = items.calculatedAmount();
        Integer app = session.first(APP, parameters -> parameters.number(rerunId), Row::integer)
                .orElse(null);
        if (calculated == null || app == null) {
            return List.of();
        }
        Scope scope = new Scope(names.apps().name(app), names);
        String register = items.registerOf("a");
        String uniqueKey = items.uniqueKey().in("a");
        Fragment later = after == null ? Fragment.of("") : later(scope, register, uniqueKey, after);
        String sql = EDITED.formatted(
                selected(calculated),
                items.archive(),
                calculated.of("a").get(0),
                items.amount().of("a").get(0),
                later.sql(),
                register == null ? uniqueKey : register + ", " + uniqueKey);
        return session.list(
                sql,
                parameters -> {
                    if (items.link() instanceof EntryLink.InEntry) {
                        parameters.number(rerunId);
                    }
                    parameters.number(rerunId).all(later.binding()).integer(limit);
                },
                row -> read(row, scope, calculated));
    }

    private Fragment later(Scope scope, @Nullable String register, String uniqueKey, ItemKey after) {
        Binding key = parameters -> items.uniqueKey().bind(parameters, scope, after.uniqueKey());
        if (register == null) {
            return new Fragment(" and " + uniqueKey + " > ?", key);
        }
        Binding name = parameters -> parameters.text(after.register());
        return new Fragment(
                " and (" + register + " > ? or (" + register + " = ? and " + uniqueKey + " > ?))",
                name.then(name).then(key));
    }

    private String selected(OptionalProperty<BigDecimal> calculated) {
        List<String> all = new ArrayList<>(items.register().of("a"));
        all.add(items.uniqueKey().in("a"));
        all.addAll(calculated.of("a"));
        all.addAll(items.amount().of("a"));
        all.addAll(items.currency().of("a"));
        List<KeyColumn> identity = new ItemIdentity(items).columns();
        String same = identity.stream()
                .map(column -> column.in("i") + " = " + column.in("a"))
                .collect(Collectors.joining(" and "));
        String sameApp = items.appInIdentity() ? AppColumn.same(items.app(), "i", items.app(), "a") : "";
        all.add("(select " + items.amount().of("i").get(0) + " from " + items.name() + " i where " + sameApp + same
                + items.narrowed() + ")");
        if (items.link() instanceof EntryLink.InItem link) {
            all.add(link.column().in("a"));
        } else if (items.link() instanceof EntryLink.InEntry link) {
            all.add("(select min(p.entry_id) from " + tables.entries().key().pointers()
                    + " p where p.rerun_id = ? and p.points_at = "
                    + link.target().ownIn("a") + ")");
        }
        return String.join(", ", all);
    }

    private LostEdit read(Row row, Scope scope, OptionalProperty<BigDecimal> calculated) throws SQLException {
        String register = items.register().read(row, scope);
        String uniqueKey = items.uniqueKey().read(row, scope);
        BigDecimal written = calculated.read(row, scope);
        BigDecimal edited = items.amount().read(row, scope);
        String currency = items.currency().read(row, scope);
        BigDecimal now = row.decimalOrNull();
        String entryId = items.link() instanceof EntryLink.InItem link
                ? link.column().readOrNull(row, scope)
                : items.link() instanceof EntryLink.InEntry ? row.textOrNull() : null;
        return new LostEdit(register, uniqueKey, entryId, written == null ? edited : written, edited, currency, now);
    }
}
