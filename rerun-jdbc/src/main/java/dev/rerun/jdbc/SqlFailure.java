package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import java.sql.SQLException;

/** What a failed statement means to the engine. Decided by the class of the SQLState, never by the message. */
final class SqlFailure {
    private SqlFailure() {}

    static StoreException of(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
            return new RejectedDataException(
                    "the database refuses a value (SQLState " + state + "): " + failure.getMessage(), failure);
        }
        return new StoreException(
                "the database failed (SQLState " + state + "): " + failure.getMessage()
                        + "; see that it is up and its locks are free, then try again",
                failure);
    }
}
