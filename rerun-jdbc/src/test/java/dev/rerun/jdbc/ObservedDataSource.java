package dev.rerun.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Gives real connections, notes how they come back, and fails where a test asks for it. */
final class ObservedDataSource {
    private final DataSource real;
    private final boolean autoCommit;
    private final int isolation;
    final List<String> returned = new ArrayList<>();
    final Set<String> failing = new HashSet<>();
    private @Nullable Connection last;

    ObservedDataSource(DataSource real, boolean autoCommit, int isolation) {
        this.real = real;
        this.autoCommit = autoCommit;
        this.isolation = isolation;
    }

    DataSource source() {
        return proxy(DataSource.class, real, this::observed);
    }

    /** The connection that was given last. */
    Connection last() {
        return Objects.requireNonNull(last);
    }

    private Connection observed() throws SQLException {
        Connection connection = real.getConnection();
        last = connection;
        connection.setAutoCommit(autoCommit);
        connection.setTransactionIsolation(isolation);
        return connection;
    }

    private <T> T proxy(Class<T> type, Object target, Connecting connecting) {
        return type.cast(Proxy.newProxyInstance(
                ObservedDataSource.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (failing.contains(method.getName())) {
                        throw new SQLException(method.getName() + " fails", "08006");
                    }
                    if (method.getName().equals("getConnection") && type == DataSource.class) {
                        Connection connection = connecting.connect();
                        return proxy(Connection.class, connection, connecting);
                    }
                    if (method.getName().equals("close") || method.getName().equals("abort")) {
                        Connection connection = (Connection) target;
                        returned.add(
                                connection.isClosed()
                                        ? method.getName()
                                        : method.getName() + " " + connection.getAutoCommit() + " "
                                                + connection.getTransactionIsolation());
                    }
                    try {
                        return method.invoke(target, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** How a connection is made. */
    private interface Connecting {
        Connection connect() throws SQLException;
    }
}
