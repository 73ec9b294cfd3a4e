package dev.rerun.verification.engine;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that fails at a chosen step. A step is the execution of a statement, or one side of a commit: the failure
 * comes before the database committed, or after it, so that only the answer is lost.
 */
final class FaultyDatabase {
    /** What happens from the chosen step on. */
    enum Fault {
        /** That step fails, and no other: a cut connection. */
        ONCE,
        /** That step fails and nothing works any more: the process is dead, and the database undoes what it left open. */
        FOR_GOOD
    }

    private final DataSource real;
    private final AtomicInteger steps = new AtomicInteger();
    private volatile int failAt = Integer.MAX_VALUE;
    private volatile Fault fault = Fault.ONCE;
    private volatile boolean dead;

    FaultyDatabase(DataSource real) {
        this.real = real;
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(method, real, arguments);
            return result instanceof Connection connection ? faulty(connection) : result;
        });
    }

    /** Counts steps from now on and fails at the given one, from one. */
    void failAt(int step, Fault kind) {
        fault = kind;
        steps.set(0);
        failAt = step;
    }

    boolean fired() {
        return steps.get() >= failAt;
    }

    private Connection faulty(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                step(connection);
                Object result = call(method, connection, arguments);
                step(connection);
                return result;
            }
            if (method.getName().equals("unwrap")) {
                // Rows are copied past this connection, which is as much as a statement.
                step(connection);
            }
            Object result = call(method, connection, arguments);
            return result instanceof PreparedStatement statement ? faulty(statement, connection) : result;
        });
    }

    private PreparedStatement faulty(PreparedStatement statement, Connection connection) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                step(connection);
            }
            return call(method, statement, arguments);
        });
    }

    private void step(Connection connection) throws SQLException {
        if (dead) {
            throw new SQLException("injected: this process is dead", "08006");
        }
        if (Thread.currentThread().getName().equals("rerun-sweeper")) {
            // It comes at moments of its own, and would make the others' steps come at another place each time.
            return;
        }
        if (steps.incrementAndGet() == failAt) {
            connection.rollback();
            dead = fault == Fault.FOR_GOOD;
            throw new SQLException("injected: the connection is cut", "08006");
        }
    }

    private static @Nullable Object call(Method method, Object target, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
