package dev.rerun.reprocess;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections that are all one, in one transaction which is rolled back at the end: whoever uses them can do everything, and has
 * done nothing. A commit there is a savepoint. Threads take turns.
 */
final class UndoneConnections implements AutoCloseable {
    private final Connection real;
    private final ReentrantLock turn = new ReentrantLock();
    private Savepoint committed;

    /** Takes over a connection, which must not be used otherwise. */
    UndoneConnections(Connection real) throws SQLException {
        this.real = real;
        real.setAutoCommit(false);
        committed = real.setSavepoint();
    }

    /** Gives the connections. */
    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getConnection")) {
                throw new UnsupportedOperationException(method.toString());
            }
            turn.lock();
            return proxy(Connection.class, new Borrowed());
        });
    }

    @Override
    public void close() throws SQLException {
        turn.lock();
        try (Connection closed = real) {
            closed.rollback();
        } finally {
            turn.unlock();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(UndoneConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void commit() throws SQLException {
        real.releaseSavepoint(committed);
        committed = real.setSavepoint();
    }

    /** The connection in one thread's hands. */
    private final class Borrowed implements InvocationHandler {
        private boolean autoCommit = true;
        private boolean closed;

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            switch (method.getName()) {
                case "setAutoCommit" -> autoCommit = arguments != null && Boolean.TRUE.equals(arguments[0]);
                case "commit" -> commit();
                case "rollback" -> real.rollback(committed);
                case "close", "abort" -> giveBack();
                default -> {
                    return answer(method, arguments);
                }
            }
            return null;
        }

        private @Nullable Object answer(Method method, Object @Nullable [] arguments) throws Throwable {
            return switch (method.getName()) {
                case "getAutoCommit" -> autoCommit;
                case "isClosed" -> closed;
                default -> ofTheRealOne(method, arguments);
            };
        }

        private void giveBack() {
            if (!closed) {
                closed = true;
                turn.unlock();
            }
        }

        private @Nullable Object ofTheRealOne(Method method, Object @Nullable [] arguments) throws Throwable {
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        }
    }
}
