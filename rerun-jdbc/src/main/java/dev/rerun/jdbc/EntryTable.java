package dev.rerun.jdbc;

import dev.rerun.core.spi.NewOutcome;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The table of activity entries. In SQL one of its rows is called {@code e}.
 *
 * @param name the table's name, as SQL has it
 * @param app how it tells apps apart
 * @param id the ID, in a column
 * @param key how the library's own tables hold that ID
 * @param orderingKey the ordering key
 * @param occurredAt when the work was performed
 * @param createdAt when the entry was recorded
 * @param payload what logic reads
 * @param epoch the epoch of first processing, or null if the table has none
 * @param condition what makes a row an entry, or null if all rows are
 * @param withoutContract what tells that an entry had no contract, or null if its outcome alone does
 * @param attached what a row shows of its newest processing
 * @param columns the columns beside these
 * @param filled columns that the engine does not know but has to fill when it writes an entry
 * @param own whether the table is the default schema's, whose types are known
 */
record EntryTable(
        String name,
        AppColumn app,
        KeyColumn id,
        EntryKey key,
        KeyColumn orderingKey,
        Property<Instant> occurredAt,
        Property<Instant> createdAt,
        Property<String> payload,
        @Nullable Property<Long> epoch,
        @Nullable String condition,
        @Nullable String withoutContract,
        List<Attached> attached,
        EntryColumns columns,
        List<Insert.Filled> filled,
        boolean own) {
    /** A column of the entry that is set anew at each processing. */
    record Attached(Column column, ValueOf value) {
        interface ValueOf {
            void bind(Parameters parameters, Scope scope, NewOutcome outcome) throws SQLException;
        }
    }

    EntryTable {
        attached = List.copyOf(attached);
        filled = List.copyOf(filled);
    }

    /** The row of an entry, as part of a condition. */
    String narrowed() {
        return condition == null ? "" : " and (" + condition + ")";
    }
}
