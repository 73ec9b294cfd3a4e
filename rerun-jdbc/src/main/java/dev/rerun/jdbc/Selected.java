package dev.rerun.jdbc;

/** Which entries a run has selected, in SQL that is never null. */
interface Selected {
    /** True for an item {@code i} whose entry is not among them. */
    Fragment leavesOutEntryOf(EntryLink.InItem link);

    /** True for an entry {@code e} that is not among them. */
    Fragment leavesOut();

    /** Those that are frozen. */
    record Frozen(EntryTable entries, Dialect dialect, long rerunId) implements Selected {
        /**
         * One row at most, and looked up by index for each item. Of a mere EXISTS the planner may make a table of all the run's
         * entries, anew for every batch; without the limit it may make a bitmap for each item.
         */
        private static final String QUEUED =
                "(select 1 from %s q where q.rerun_id = %s and q.entry_id = %s limit 1) is null";

        @Override
        public Fragment leavesOutEntryOf(EntryLink.InItem link) {
            return notQueued(link.column().ownIn("i"));
        }

        @Override
        public Fragment leavesOut() {
            return notQueued(entries.id().ownIn("e"));
        }

        private Fragment notQueued(String entryId) {
            return new Fragment(
                    QUEUED.formatted(entries.key().entries(), dialect.hiddenRun(), entryId),
                    parameters -> parameters.number(rerunId));
        }
    }

    /**
     * Those that would be frozen now.
     *
     * @param entries their table
     * @param items that of the items
     * @param condition true for an entry {@code e} that would be; it stands where no planner can begin with it, so that an
     *     item's entry is looked up by its key
     */
    record Planned(EntryTable entries, ItemTable items, Fragment condition) implements Selected {
        @Override
        public Fragment leavesOutEntryOf(EntryLink.InItem link) {
            return new Fragment(
                    "(select case when " + condition.sql() + " then 1 end from " + link.entryOf(entries, items.app())
                            + " limit 1) is null",
                    condition.binding());
        }

        @Override
        public Fragment leavesOut() {
            return new Fragment("case when " + condition.sql() + " then 1 end is null", condition.binding());
        }
    }
}
