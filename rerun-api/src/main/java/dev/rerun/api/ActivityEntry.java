package dev.rerun.api;

import java.time.Instant;
import java.util.Map;

/**
 * One event that a contract turns into register items: a fact that is stored once and never changed.
 *
 * <p>Entries with the same ordering key form one sequence, by {@code createdAt} and then by ID (numbers by value, others
 * as text); their logic is applied in that order. Times are cut to whole microseconds, which is what databases keep.
 *
 * @param app the application that the entry belongs to, not blank
 * @param id the entry's ID, unique in its app
 * @param orderingKey whose sequence the entry belongs to, for example a customer's number
 * @param occurredAt when the work was performed; decides which version of a contract is in effect
 * @param createdAt when the entry was recorded; decides sequence, rerun window and retention
 * @param payload what the contract's logic reads, in whatever form it understands; may be empty
 * @param columns what further columns of a host's table hold, by the names under which they are mapped: texts as they are,
 *     numbers and truth values as Java writes them, times as {@link Instant} does; null values are left out. Copied
 */
public record ActivityEntry(
        String app,
        String id,
        String orderingKey,
        Instant occurredAt,
        Instant createdAt,
        String payload,
        Map<String, String> columns) {
    /** Checks every component; a violation is an {@link IllegalArgumentException} that names it. */
    public ActivityEntry {
        Require.text(app, "app");
        Require.text(id, "entry id");
        Require.text(orderingKey, "ordering key of entry ", id);
        occurredAt = Require.time(occurredAt, "occurredAt of entry ", id);
        createdAt = Require.time(createdAt, "createdAt of entry ", id);
        if (payload == null) {
            throw new IllegalArgumentException(
                    "payload of entry " + id + " is missing; give a text, which may be empty");
        }
        columns = Map.copyOf(columns);
    }

    /**
     * An entry without further columns.
     *
     * @param app the application that the entry belongs to, not blank
     * @param id the entry's ID, unique in its app
     * @param orderingKey whose sequence the entry belongs to
     * @param occurredAt when the work was performed
     * @param createdAt when the entry was recorded
     * @param payload what the contract's logic reads
     */
    public ActivityEntry(
            String app, String id, String orderingKey, Instant occurredAt, Instant createdAt, String payload) {
        this(app, id, orderingKey, occurredAt, createdAt, payload, Map.of());
    }
}
