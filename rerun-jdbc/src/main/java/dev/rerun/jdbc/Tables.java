package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreLimits;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The tables of entries and items that a store works on.
 *
 * @param entries the one
 * @param register the other, or null if a host has mapped none
 * @param limits what they can hold, but for characters that the whole database cannot
 */
record Tables(EntryTable entries, @Nullable ItemTable register, StoreLimits limits) {
    ItemTable items() {
        if (register == null) {
            throw new StoreException(
                    "the mapping names no table of items, so contracts cannot be calculated; map one with"
                            + " TableMapping.of(entries, items), or build the engine with handler(...)",
                    null);
        }
        return register;
    }

    /** Whether they are those of the default schema, whose indexes are known. */
    boolean own() {
        return entries.own() && register != null && register.own();
    }

    /** How items and entries are linked; there is nothing to link where there are no items. */
    EntryLink link() {
        return register == null ? new EntryLink.None() : register.link();
    }

    /** The ID of the entry of an item {@code i}, as its column has it; null if nothing links them. */
    @Nullable
    String entryId() {
        return link() instanceof EntryLink.InItem item
                ? item.column().in("i")
                : ofEntry(entries.id().in("e"));
    }

    /** Reads what {@link #entryId} selected. */
    @Nullable
    String readEntryId(Row row, Scope scope) throws SQLException {
        KeyColumn column = link() instanceof EntryLink.InItem item ? item.column() : entries.id();
        return column.readOrNull(row, scope);
    }

    /**
     * Something of the entry {@code e} of an item {@code i}, as an expression that is null if it has none; null if nothing
     * links them. Where several entries point at an item, it counts as made from the last of them.
     */
    @Nullable
    String ofEntry(String expression) {
        if (link() instanceof EntryLink.InItem link) {
            return "(select " + expression + " from " + link.entryOf(entries, items().app()) + ")";
        }
        if (link() instanceof EntryLink.InEntry link) {
            return "(select " + expression + " from " + link.entriesOf(entries, items().app()) + " order by "
                    + entries.createdAt().of("e").get(0) + " desc, "
                    + entries.id().in("e") + " desc limit 1)";
        }
        return null;
    }
}
