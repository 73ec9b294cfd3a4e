package dev.rerun.jdbc;

import dev.rerun.api.ActivityEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An entry {@code e} as statements select it, without its ID and app. */
final class EntryRow {
    private final EntryTable table;
    private final List<QueryColumn> handedOut;

    EntryRow(EntryTable table) {
        this.table = table;
        this.handedOut = table.columns().handedOut();
    }

    /** What to select, in order. */
    String selected() {
        List<String> selected = new ArrayList<>();
        selected.addAll(table.orderingKey().of("e"));
        selected.addAll(table.occurredAt().of("e"));
        selected.addAll(table.createdAt().of("e"));
        selected.addAll(table.payload().of("e"));
        handedOut.forEach(column -> selected.add(column.in("e")));
        return String.join(", ", selected);
    }

    /** Reads what was selected. */
    ActivityEntry read(Row row, Scope scope, String id) throws SQLException {
        return new ActivityEntry(
                scope.app(),
                id,
                table.orderingKey().read(row, scope),
                table.occurredAt().read(row, scope),
                table.createdAt().read(row, scope),
                table.payload().read(row, scope),
                readColumns(row));
    }

    private Map<String, String> readColumns(Row row) throws SQLException {
        if (handedOut.isEmpty()) {
            return Map.of();
        }
        Map<String, String> values = new HashMap<>();
        for (QueryColumn column : handedOut) {
            String value = column.read(row);
            if (value != null) {
                values.put(column.name(), value);
            }
        }
        return values;
    }
}
