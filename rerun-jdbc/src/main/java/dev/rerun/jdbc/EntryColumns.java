package dev.rerun.jdbc;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The columns of a table of entries beside those that the store itself needs: what queries may name, and what is handed out. */
final class EntryColumns {
    /** Those of the library's own table, which has no others. */
    static final EntryColumns NONE = new EntryColumns(null, null, List.of());

    private final @Nullable HostTable table;
    private final @Nullable MappedColumns columns;
    private final List<String> handedOut;

    private EntryColumns(@Nullable HostTable table, @Nullable MappedColumns columns, List<String> handedOut) {
        this.table = table;
        this.columns = columns;
        this.handedOut = List.copyOf(handedOut);
    }

    static EntryColumns of(HostTable table, MappedColumns columns, List<String> handedOut) {
        return new EntryColumns(table, columns, handedOut);
    }

    /** The columns that logic and handlers read. */
    List<QueryColumn> handedOut() {
        return handedOut.stream().map(this::require).toList();
    }

    /** The column of a name that a query has. */
    QueryColumn require(String name) {
        if (table == null || columns == null) {
            throw new IllegalArgumentException("the query names column '" + name
                    + "', and the entries of the default schema have no columns of their own; ask for IDs, or map the"
                    + " host's table");
        }
        HostColumn found = table.find(name);
        if (found == null) {
            throw new IllegalArgumentException("the query names column '" + name + "', which table " + table.given()
                    + " does not have; it has " + table.names());
        }
        return new QueryColumn(name, found, columns);
    }
}
