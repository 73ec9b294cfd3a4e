package dev.rerun.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * Which of a host's tables holds the activity entries, and what its columns are. Immutable: each method returns a mapping
 * with one thing more.
 *
 * <p>Needed are {@link #id}, {@link #orderingKey} and {@link #createdAt}. What is left out is said once when an engine
 * starts, with what cannot be promised without it. Names are written as the database has them; letter case matters only
 * where two names differ in nothing else. The types are read from the database.
 *
 * <p>Conditions and fillings are SQL of the host over the plain column names of the table. They become part of the store's
 * statements as they are, so they must never be made of input.
 */
public final class EntryMapping {
    private final TableSketch sketch;
    private final List<String> handedOut;

    private EntryMapping(TableSketch sketch, List<String> handedOut) {
        this.sketch = sketch;
        this.handedOut = List.copyOf(handedOut);
    }

    /**
     * Begins a mapping.
     *
     * @param name the table's name; its schema stands before a point, or is the connection's own
     * @return the mapping
     * @throws IllegalArgumentException if it is blank
     */
    public static EntryMapping table(String name) {
        return new EntryMapping(TableSketch.of(name), List.of());
    }

    /**
     * The ID: a whole number of at most 64 bits, a text or a UUID; unique in its app by an index.
     *
     * @param column the column
     * @return the mapping with it
     */
    public EntryMapping id(String column) {
        return with(Role.ID, column);
    }

    /**
     * Whose sequence an entry belongs to: a text, a whole number or a UUID.
     *
     * @param column the column
     * @return the mapping with it
     */
    public EntryMapping orderingKey(String column) {
        return with(Role.ORDERING_KEY, column);
    }

    /**
     * When an entry was recorded; decides sequence, window and retention.
     *
     * @param column the column, a time with zone or one without, see {@link TableMapping#timesIn}
     * @return the mapping with it
     */
    public EntryMapping createdAt(String column) {
        return with(Role.CREATED_AT, column);
    }

    /**
     * When the work was performed; decides the contract. Where it is left out, the time of recording does.
     *
     * @param column the column, a time with zone or one without
     * @return the mapping with it
     */
    public EntryMapping occurredAt(String column) {
        return with(Role.OCCURRED_AT, column);
    }

    /**
     * What logic reads. Where it is left out, logic reads an empty text.
     *
     * @param column the column, a text or JSON
     * @return the mapping with it
     */
    public EntryMapping payload(String column) {
        return with(Role.PAYLOAD, column);
    }

    /**
     * The app of an entry. Where it is left out, {@link TableMapping#ofApp} names the one that all rows are of.
     *
     * @param column the column, a text
     * @return the mapping with it
     */
    public EntryMapping app(String column) {
        return with(Role.APP, column);
    }

    /**
     * Where the store notes the epoch of first processing. Where it is left out, an entry that is processed first while a
     * start prepares may be rerun once more, with the same result.
     *
     * @param column the column, a whole number of 64 bits that may be null
     * @return the mapping with it
     */
    public EntryMapping epoch(String column) {
        return with(Role.EPOCH, column);
    }

    /**
     * Where the store notes the newest rerun of an entry. Where it is left out, its outcomes alone tell.
     *
     * @param column the column, a whole number of 64 bits or a text, that may be null
     * @return the mapping with it
     */
    public EntryMapping rerunId(String column) {
        return with(Role.RERUN_ID, column);
    }

    /**
     * Where the store notes the newest diagnostics of an entry. Where it is left out, its outcomes alone tell.
     *
     * @param column the column, a text that may be null
     * @return the mapping with it
     */
    public EntryMapping diagnostics(String column) {
        return with(Role.DIAGNOSTICS, column);
    }

    /**
     * The link to the item, where the entry points at it; the item's column is named with {@link ItemMapping#pointedAt}. An
     * entry lets go of its item before the item is deleted, and then points at the new one. So its logic can write one item.
     *
     * @param column the column of the entry, that may be null
     * @return the mapping with it
     */
    public EntryMapping item(String column) {
        return with(Role.ITEM, column);
    }

    /**
     * Tells which entries had no contract when they were processed by something other than the engine.
     *
     * @param condition SQL over columns of the table, true for such an entry
     * @return the mapping with it
     */
    public EntryMapping withoutContractWhen(String condition) {
        return new EntryMapping(sketch.when(Role.CONTRACT, condition), handedOut);
    }

    /**
     * Narrows the table: rows for which the condition does not hold are no entries.
     *
     * @param condition SQL over columns of the table
     * @return the mapping with it; several conditions must all hold
     */
    public EntryMapping only(String condition) {
        return new EntryMapping(sketch.only(condition), handedOut);
    }

    /**
     * Hands further columns of the row to logic or handler, in {@link dev.rerun.api.ActivityEntry#columns}. Queries may name any
     * column, handed out or not.
     *
     * @param names the columns; texts, numbers, flags, times, UUIDs or JSON
     * @return the mapping with them
     */
    public EntryMapping columns(String... names) {
        List<String> more = new ArrayList<>(handedOut);
        more.addAll(List.of(names));
        return new EntryMapping(sketch, more);
    }

    /**
     * Fills a column that the engine does not know when it writes an entry.
     *
     * @param column the column
     * @param sql what yields its value, for example {@code 'imported'} or {@code current_timestamp}
     * @return the mapping with it
     */
    public EntryMapping fill(String column, String sql) {
        return new EntryMapping(sketch.fill(column, sql), handedOut);
    }

    List<String> handedOut() {
        return handedOut;
    }

    TableSketch sketch() {
        return sketch;
    }

    private EntryMapping with(Role role, String column) {
        return new EntryMapping(sketch.column(role, column), handedOut);
    }
}
