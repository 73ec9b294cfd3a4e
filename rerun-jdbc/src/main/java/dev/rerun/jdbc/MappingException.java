package dev.rerun.jdbc;

import dev.rerun.api.RerunException;
import org.jspecify.annotations.Nullable;

/** A mapping does not fit the host's tables. The message names table, column and type, and says what to change. */
public final class MappingException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final String table;
    private final @Nullable String column;

    MappingException(String table, @Nullable String column, String problem, @Nullable Throwable cause) {
        super("table " + table + (column == null ? "" : ", column " + column) + ": " + problem, cause);
        this.table = table;
        this.column = column;
    }

    MappingException(String table, @Nullable String column, String problem) {
        this(table, column, problem, null);
    }

    /**
     * The table that does not fit.
     *
     * @return its name, as the mapping has it
     */
    public String table() {
        return table;
    }

    /**
     * The column that does not fit.
     *
     * @return its name, or null if the whole table does not
     */
    public @Nullable String column() {
        return column;
    }
}
