package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a failed statement means to the engine. Decided by the SQLState, never by the message. */
final class SqlFailure {
    /** PostgreSQL refuses all further statements of a transaction after one that failed. */
    private static final String IN_FAILED_TRANSACTION = "25P02";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** No connection, rolled back by the database, out of resources, out of order; and H2's time-out of a lock. */
    private static final Set<String> OUT_OF_ORDER = Set.of("08", "40", "53", "58", "HY");

    private static final Map<String, String> CONFLICTS = Map.of(
            "40001", "a serialization failure or a deadlock",
            "40P01", "a deadlock",
            "55P03", "a lock that was not given in time",
            "HYT00", "a lock that was not given in time",
            "90131", "a concurrent update");

    private SqlFailure() {}

    static StoreException of(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && (state.startsWith("22") || state.startsWith("23"))) {
            return new RejectedDataException(
                    "the database refuses a value (SQLState " + state + "): " + failure.getMessage(), failure);
        }
        if (IN_FAILED_TRANSACTION.equals(state)) {
            return new RejectedDataException(
                    "an earlier statement of the transaction failed and was passed over, so the database refuses the others"
                            + " (" + failure.getMessage() + "); let logic throw what its own statements throw",
                    failure);
        }
        String conflict = state == null ? null : CONFLICTS.get(state);
        if (conflict != null) {
            return new StoreConflictException(
                    "another transaction was in the way, " + conflict + " (SQLState " + state + "): "
                            + firstLine(failure) + "; try again",
                    failure);
        }
        return new StoreException(
                "the database failed (SQLState " + state + "): " + firstLine(failure) + "; "
                        + advice(state == null ? "" : state),
                failure);
    }

    /** What is behind an exception of the host's library, if the database is. */
    static Optional<SQLException> within(Throwable thrown) {
        return causes(thrown)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .findFirst();
    }

    /** An exception and its causes. */
    static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).limit(100);
    }

    /** Whether a statement failed for what it found, or for what it met: then trying again may help. */
    static boolean mayPass(SQLException failure) {
        String state = String.valueOf(failure.getSQLState());
        return OUT_OF_ORDER.contains(state.substring(0, Math.min(2, state.length())))
                || state.startsWith("57P")
                || state.equals(LOCK_NOT_AVAILABLE)
                || state.equals(IN_FAILED_TRANSACTION)
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLTransactionRollbackException;
    }

    /** Drivers say more in further lines, which the cause keeps; what to do should stand in the first. */
    private static String firstLine(SQLException failure) {
        return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
    }

    private static String advice(String state) {
        if (state.equals("53100")) {
            return "its disk is full; make room, then try again";
        }
        if (state.equals("57014")) {
            return "a person or a statement timeout cancelled it; let the store's statements take longer, then try again";
        }
        return "see that it is up and its locks are free, then try again";
    }
}
