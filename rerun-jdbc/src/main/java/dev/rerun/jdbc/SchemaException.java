package dev.rerun.jdbc;

import dev.rerun.api.RerunException;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The database does not hold the schema that this library works on. The message says what to do. */
public final class SchemaException extends RerunException {
    private static final long serialVersionUID = 1L;

    private static final int NONE = -1;

    private final int found;
    private final int required;

    private SchemaException(int found, int required, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.found = found;
        this.required = required;
    }

    static SchemaException missing(int required) {
        return new SchemaException(
                NONE,
                required,
                "the database has no rerun schema and needs version " + required
                        + "; call JdbcSchema.of(dataSource).createOrUpgrade(), or run the migrations of this library",
                null);
    }

    static SchemaException older(int found, int required) {
        return new SchemaException(
                found,
                required,
                "the rerun schema has version " + found + " and needs version " + required
                        + "; call JdbcSchema.of(dataSource).createOrUpgrade(), or run the migrations of this library",
                null);
    }

    static SchemaException newer(int found, int supported) {
        return new SchemaException(
                found,
                supported,
                "the rerun schema has version " + found + " and this library knows version " + supported
                        + "; upgrade the library",
                null);
    }

    static SchemaException incomplete(int required) {
        return new SchemaException(
                NONE,
                required,
                "the rerun schema records no version, so its creation is going on or stopped half-way; if nobody is creating"
                        + " it, drop its tables, then call JdbcSchema.of(dataSource).createOrUpgrade()",
                null);
    }

    static SchemaException stopped(int found, int required, Migration migration, int statement, Throwable cause) {
        return new SchemaException(
                found,
                required,
                migration.file() + " stopped at its statement " + statement + ": " + cause.getMessage()
                        + (statement == 1
                                ? "; nothing was changed by it"
                                : "; what stands before it in the file may have been applied, so restore the schema as"
                                        + " it was in version " + found)
                        + ", remove the cause, then call createOrUpgrade() again",
                cause);
    }

    /**
     * The version that the database holds.
     *
     * @return the version, or empty if it records none
     */
    public OptionalInt found() {
        return found == NONE ? OptionalInt.empty() : OptionalInt.of(found);
    }

    /**
     * The version that this library works on.
     *
     * @return the version
     */
    public int required() {
        return required;
    }
}
