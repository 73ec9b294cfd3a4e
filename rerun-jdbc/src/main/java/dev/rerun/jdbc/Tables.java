package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreLimits;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of entries and items that a store works on.
 *
 * @param entries the one
 * @param items the other
 * @param limits what they can hold, but for characters that the whole database cannot
 */
record Tables(EntryTable entries, ItemTable items, StoreLimits limits) {
    /** The ID of the entry of an item {@code i}, as its column has it; null if nothing links them. */
    @Nullable
    String entryId() {
        return items.link() instanceof EntryLink.InItem item
                ? item.column().in("i")
                : ofEntry(entries.id().in("e"));
    }

    /** Reads what {@link #entryId} selected. */
    @Nullable
    String readEntryId(Row row, Scope scope) throws SQLException {
        KeyColumn column = items.link() instanceof EntryLink.InItem item ? item.column() : entries.id();
        return column.readOrNull(row, scope);
    }

    /**
     * Something of the entry {@code e} of an item {@code i}, as an expression that is null if it has none; null if nothing
     * links them. Where several entries point at an item, it counts as made from the last of them.
     */
    @Nullable
    String ofEntry(String expression) {
        if (items.link() instanceof EntryLink.InItem link) {
            return "(select " + expression + " from " + link.entryOf(entries, items.app()) + ")";
        }
        if (items.link() instanceof EntryLink.InEntry link) {
            return "(select " + expression + " from " + link.entriesOf(entries, items.app()) + " order by "
                    + entries.createdAt().of("e").get(0) + " desc, "
                    + entries.id().in("e") + " desc limit 1)";
        }
        return null;
    }
}
