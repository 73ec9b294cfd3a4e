package dev.rerun.reliability.histories;

import dev.rerun.reliability.tools.Proxies;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections that are used again, as a pool has them; those whose session was ended are not. */
final class KeptConnections implements AutoCloseable {
    private final DataSource real;
    private final Deque<Connection> idle = new ArrayDeque<>();
    private boolean closed;

    KeptConnections(DataSource real) {
        this.real = real;
    }

    DataSource source() {
        return Proxies.of(
                DataSource.class,
                (proxy, method, arguments) -> method.getName().equals("getConnection")
                        ? lent(take())
                        : Proxies.call(method, real, arguments));
    }

    private Connection take() throws SQLException {
        Connection connection = poll();
        while (connection != null) {
            if (connection.isValid(1)) {
                return connection;
            }
            connection.close();
            connection = poll();
        }
        return real.getConnection();
    }

    private synchronized @Nullable Connection poll() {
        return idle.pollLast();
    }

    private Connection lent(Connection connection) {
        AtomicBoolean back = new AtomicBoolean();
        return Proxies.of(Connection.class, (proxy, method, arguments) -> {
            switch (method.getName()) {
                case "close" -> {
                    if (!back.getAndSet(true)) {
                        giveBack(connection);
                    }
                    return null;
                }
                case "isClosed" -> {
                    return back.get() || connection.isClosed();
                }
                default -> {
                    if (back.get()) {
                        throw new SQLException("this connection is closed", "08003");
                    }
                    return Proxies.call(method, connection, arguments);
                }
            }
        });
    }

    private void giveBack(Connection connection) throws SQLException {
        boolean good = false;
        try {
            if (!connection.isClosed()) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                    connection.setAutoCommit(true);
                }
                good = true;
            }
        } finally {
            if (!good || !keep(connection)) {
                connection.close();
            }
        }
    }

    private synchronized boolean keep(Connection connection) {
        if (!closed) {
            idle.addLast(connection);
        }
        return !closed;
    }

    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        for (Connection connection : idle) {
            connection.close();
        }
    }
}
