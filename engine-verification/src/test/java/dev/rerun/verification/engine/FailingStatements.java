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
 * A data source on which some statements fail for a while, as on a server that is short of something. What the transaction
 * did before is left to whoever began it, as on a real server.
 */
final class FailingStatements {
    private final DataSource real;
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    /** At first what no statement holds: one that is prepared before anything is to fail never does. */
    private volatile String text = "\0";

    private volatile String sqlState = "";

    FailingStatements(DataSource real) {
        this.real = real;
    }

    /** From now on, so many executions of statements that hold a text fail with a state. */
    void fail(String ofText, String withState, int times) {
        text = ofText;
        sqlState = withState;
        failed.set(0);
        left.set(times);
    }

    void recover() {
        left.set(0);
    }

    int failed() {
        return failed.get();
    }

    DataSource dataSource() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object result = call(method, real, arguments);
            return result instanceof Connection connection ? observed(connection) : result;
        });
    }

    private Connection observed(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            Object result = call(method, connection, arguments);
            return result instanceof PreparedStatement statement
                            && arguments != null
                            && String.valueOf(arguments[0]).contains(text)
                    ? failing(statement)
                    : result;
        });
    }

    private PreparedStatement failing(PreparedStatement statement) {
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute") && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                failed.incrementAndGet();
                throw new SQLException("made to fail", sqlState);
            }
            return call(method, statement, arguments);
        });
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
