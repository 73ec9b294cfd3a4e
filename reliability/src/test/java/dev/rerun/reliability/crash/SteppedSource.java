package dev.rerun.reliability.crash;

import dev.rerun.reliability.tools.Proxies;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose use goes in steps: one before and one after each execution of a statement, each commit and rollback, and
 * each savepoint. Threads of some names stand still in it for ever.
 */
final class SteppedSource {
    private static final Set<String> OF_A_TRANSACTION =
            Set.of("commit", "rollback", "setSavepoint", "releaseSavepoint");
    private static final int LONGEST_NAME = 70;

    private final DataSource real;
    private final Predicate<String> standingStill;
    private final Steps steps;

    SteppedSource(DataSource real, Predicate<String> standingStill, Steps steps) {
        this.real = real;
        this.standingStill = standingStill;
        this.steps = steps;
    }

    DataSource dataSource() {
        return Proxies.of(DataSource.class, (proxy, method, arguments) -> {
            while (standingStill.test(Thread.currentThread().getName())) {
                LockSupport.park();
            }
            Object result = Proxies.call(method, real, arguments);
            return result instanceof Connection connection ? stepped(connection) : result;
        });
    }

    private Connection stepped(Connection connection) {
        return Proxies.of(Connection.class, (proxy, method, arguments) -> {
            if (OF_A_TRANSACTION.contains(method.getName())) {
                return step(method.getName(), method, connection, arguments);
            }
            if (method.getName().equals("unwrap")) {
                // Of what is copied past this connection, both ends are seen: this, and the next step.
                return step("copy", method, connection, arguments);
            }
            Object result = Proxies.call(method, connection, arguments);
            if (result instanceof PreparedStatement statement && arguments != null) {
                return stepped(statement, nameOf(String.valueOf(arguments[0])));
            }
            return result instanceof Statement statement ? stepped(statement) : result;
        });
    }

    private PreparedStatement stepped(PreparedStatement statement, String name) {
        return Proxies.of(
                PreparedStatement.class,
                (proxy, method, arguments) -> method.getName().startsWith("execute")
                        ? step(name, method, statement, arguments)
                        : Proxies.call(method, statement, arguments));
    }

    private Statement stepped(Statement statement) {
        return Proxies.of(
                Statement.class,
                (proxy, method, arguments) -> method.getName().startsWith("execute") && arguments != null
                        ? step(nameOf(String.valueOf(arguments[0])), method, statement, arguments)
                        : Proxies.call(method, statement, arguments));
    }

    private @Nullable Object step(String name, Method method, Object target, Object @Nullable [] arguments)
            throws Throwable {
        steps.take("before " + name);
        Object result = Proxies.call(method, target, arguments);
        steps.take("after " + name);
        return result;
    }

    /** The first words of a statement. */
    private static String nameOf(String sql) {
        String line = sql.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_NAME
                ? line
                : line.substring(0, LONGEST_NAME).strip() + " ...";
    }
}
