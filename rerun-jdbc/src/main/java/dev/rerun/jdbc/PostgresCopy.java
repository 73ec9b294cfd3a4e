package dev.rerun.jdbc;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * COPY, as PostgreSQL's own driver offers it. A host may have another driver, or hide its connections behind others that do not
 * show them; so nothing may depend on this class.
 */
final class PostgresCopy implements RowCopy {
    private static final boolean DRIVER_IS_THERE = driverIsThere();

    private final PGConnection connection;

    private PostgresCopy(PGConnection connection) {
        this.connection = connection;
    }

    private static boolean driverIsThere() {
        try {
            Class.forName("org.postgresql.PGConnection", false, PostgresCopy.class.getClassLoader());
            return true;
        } catch (@SuppressWarnings("unused") ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    static Optional<RowCopy> on(Connection connection) throws SQLException {
        return DRIVER_IS_THERE && connection.isWrapperFor(PGConnection.class)
                ? Optional.of(new PostgresCopy(connection.unwrap(PGConnection.class)))
                : Optional.empty();
    }

    @Override
    public void copy(String statement, List<ByteBuffer> rows) throws SQLException {
        CopyIn copying = connection.getCopyAPI().copyIn(statement);
        try {
            for (ByteBuffer part : rows) {
                copying.writeToCopy(part.array(), part.arrayOffset(), part.position());
            }
            copying.endCopy();
        } finally {
            if (copying.isActive()) {
                copying.cancelCopy();
            }
        }
    }
}
