package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How the library's own tables hold the IDs of entries: there is a set of tables for each way. */
enum EntryKey {
    /** Whole numbers of 64 bits, written without sign or leading zeros that would not come back. */
    NUMBER("bigint", "rerun_entry", "rerun_failure", "activity_outcome", "rerun_pointer") {
        @Override
        @Nullable
        Object find(String id) {
            if (!plain(id)) {
                return null;
            }
            try {
                return Long.valueOf(id);
            } catch (
                    @SuppressWarnings("unused")
                    NumberFormatException e) {
                return null;
            }
        }
    },
    /** Texts as they are. */
    TEXT("varchar", "rerun_text_entry", "rerun_text_failure", "activity_text_outcome", "rerun_text_pointer") {
        @Override
        Object find(String id) {
            return id;
        }
    };

    private final String type;
    private final String entries;
    private final String failures;
    private final String outcomes;
    private final String pointers;

    EntryKey(String type, String entries, String failures, String outcomes, String pointers) {
        this.type = type;
        this.entries = entries;
        this.failures = failures;
        this.outcomes = outcomes;
        this.pointers = pointers;
    }

    /** What the tables hold for an ID; null if no entry can have it. */
    abstract @Nullable Object find(String id);

    Object require(String id) {
        Object key = find(id);
        if (key == null) {
            throw new RejectedDataException(
                    "entry id '" + id + "' is not a whole number of 64 bits in plain digits; this store keeps no other",
                    null);
        }
        return key;
    }

    void bind(Parameters parameters, String id) throws SQLException {
        parameters.key(require(id));
    }

    /** Whether a number has no sign but a minus, and no zeros that mean nothing; it may be too large. */
    private static boolean plain(String number) {
        int first = number.startsWith("-") ? 1 : 0;
        if (number.startsWith("0", first)) {
            return number.equals("0");
        }
        for (int i = first; i < number.length(); i++) {
            if (number.charAt(i) < '0' || number.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** The column of a table that holds IDs. */
    Column column(String name) {
        return new Column(name, type);
    }

    /** The frozen selections of runs. */
    String entries() {
        return entries;
    }

    String failures() {
        return failures;
    }

    String outcomes() {
        return outcomes;
    }

    /** What queued entries pointed at, where they point at their items. */
    String pointers() {
        return pointers;
    }
}
