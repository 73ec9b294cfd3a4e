package dev.rerun.jdbc;

/** How items and the entries that they were made from find each other. */
sealed interface EntryLink {
    /** The entry's ID stands in the item. */
    record InItem(KeyColumn column) implements EntryLink {
        /** The entry {@code e} of the item {@code i}, after {@code from}. */
        String entryOf(EntryTable entries, AppColumn items) {
            return entries.name() + " e where " + AppColumn.same(entries.app(), "e", items, "i")
                    + entries.id().in("e") + " = " + column.in("i") + entries.narrowed();
        }
    }

    /**
     * The entry points at the item.
     *
     * @param pointer the column of the entry
     * @param target the column of the item that it holds
     */
    record InEntry(KeyColumn pointer, KeyColumn target) implements EntryLink {
        /** The entries {@code e} that point at the item {@code i}, after {@code from}. */
        String entriesOf(EntryTable entries, AppColumn items) {
            return entries.name() + " e where " + AppColumn.same(entries.app(), "e", items, "i") + pointer.in("e")
                    + " = " + target.in("i") + entries.narrowed();
        }

        String pointerName() {
            return pointer.column().name();
        }

        String targetName() {
            return target.column().name();
        }
    }

    /** Nothing links them: the item's own time stands in for its entry's. */
    record None() implements EntryLink {}
}
