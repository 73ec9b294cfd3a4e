package dev.rerun.jdbc;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The host's own tables of activity entries and register items, in place of those of the default schema. The library's own
 * tables of runs, lanes, outcomes and names stand beside them, and one that takes whole rows out of the table of items.
 *
 * <p>Whether a mapping fits is seen when an engine is built, or by {@link JdbcStore#verify}. Immutable.
 */
public final class TableMapping {
    private final EntryMapping entries;
    private final @Nullable ItemMapping items;
    private final @Nullable String app;
    private final ZoneId zone;

    private TableMapping(EntryMapping entries, @Nullable ItemMapping items, @Nullable String app, ZoneId zone) {
        this.entries = entries;
        this.items = items;
        this.app = app;
        this.zone = zone;
    }

    /**
     * The mapping of two tables that both have a column for the app.
     *
     * @param entries the table of entries
     * @param items the table of items
     * @return the mapping
     */
    public static TableMapping of(EntryMapping entries, ItemMapping items) {
        return new TableMapping(
                Objects.requireNonNull(entries, "entries"),
                Objects.requireNonNull(items, "items"),
                null,
                ZoneOffset.UTC);
    }

    /**
     * The mapping of a table of entries alone, for engines whose entries have a handler and make no items. The host's table is
     * only read, and nothing is added to it.
     *
     * @param entries the table of entries
     * @return the mapping
     */
    public static TableMapping of(EntryMapping entries) {
        return new TableMapping(Objects.requireNonNull(entries, "entries"), null, null, ZoneOffset.UTC);
    }

    /**
     * Says which app all rows of a table are of that has no column for it. The store knows no other app then.
     *
     * @param name the app's name, not blank
     * @return the mapping with it
     */
    public TableMapping ofApp(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the app's name is blank; give the name that requests use");
        }
        return new TableMapping(entries, items, name, zone);
    }

    /**
     * Says which zone's times are in columns without one. By default UTC. In a zone that sets its clocks back, the hour that
     * comes twice is taken for the first of the two.
     *
     * @param timesZone the zone
     * @return the mapping with it
     */
    public TableMapping timesIn(ZoneId timesZone) {
        return new TableMapping(entries, items, app, Objects.requireNonNull(timesZone, "timesZone"));
    }

    TableSketch entries() {
        return entries.sketch();
    }

    /** The columns of entries that logic and handlers read. */
    List<String> handedOut() {
        return entries.handedOut();
    }

    @Nullable
    TableSketch items() {
        return items == null ? null : items.sketch();
    }

    @Nullable
    String app() {
        return app;
    }

    ZoneId zone() {
        return zone;
    }
}
