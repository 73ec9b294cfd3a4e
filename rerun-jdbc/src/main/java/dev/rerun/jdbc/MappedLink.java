package dev.rerun.jdbc;

/** The link between a host's items and entries, as a mapping says it. */
record MappedLink(MappedTable entries, MappedTable items, MappedColumns columns) {
    EntryLink of(HostColumn id) {
        HostColumn inItem = items.optional(Role.ENTRY);
        HostColumn pointer = entries.optional(Role.ITEM);
        HostColumn target = items.optional(Role.ITEM);
        if (inItem != null && pointer != null) {
            throw items.misfit(inItem, "entries point at items too; map one of the two links");
        }
        if (inItem != null) {
            if (inItem.kind() != id.kind()) {
                throw items.misfit(
                        inItem,
                        "of type " + inItem.type() + ", it cannot hold the IDs of entries, which are of type "
                                + id.type());
            }
            return new EntryLink.InItem(columns.id(inItem));
        }
        if (pointer == null) {
            if (target != null) {
                throw items.misfit(target, "no column of entries points at it; map one with EntryMapping.item");
            }
            return new EntryLink.None();
        }
        if (target == null) {
            throw entries.misfit(pointer, "what it points at is not mapped; name it with ItemMapping.pointedAt");
        }
        if (pointer.kind() != target.kind()) {
            throw entries.misfit(
                    pointer,
                    "of type " + pointer.type() + ", it cannot hold column " + target.name()
                            + " of items, which is of type " + target.type());
        }
        return new EntryLink.InEntry(columns.key(pointer), columns.key(target));
    }
}
