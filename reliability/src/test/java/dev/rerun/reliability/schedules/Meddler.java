package dev.rerun.reliability.schedules;

import dev.rerun.reliability.tools.Proxies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source in whose use something happens at a chosen step: the execution of a statement, or one side of a commit, so
 * that a failure may come before the database committed or after it. Steps of threads that come once a second do not count.
 */
final class Meddler {
    /** What happens. */
    @FunctionalInterface
    interface Event {
        /** Happens before the step is taken. */
        void at(Connection connection) throws SQLException;
    }

    private static final Set<String> PERIODIC = Set.of("rerun-sweeper", "rerun-watch");

    private final DataSource real;
    private final UnaryOperator<String> rewriting;
    private int taken;
    private int at;
    private Event event = connection -> {};
    private volatile boolean dead;

    /** Each statement is sent as it is rewritten. */
    Meddler(DataSource real, UnaryOperator<String> rewriting) {
        this.real = real;
        this.rewriting = rewriting;
    }

    /** Lets something happen at a step from now, from one. */
    synchronized void at(int step, Event what) {
        taken = 0;
        at = step;
        event = what;
    }

    /** Ends that, and returns whether it has happened. */
    synchronized boolean over() {
        boolean happened = at > 0 && taken >= at;
        at = 0;
        return happened;
    }

    /** The connection is lost, and what it left open is undone. */
    static void cut(Connection connection) throws SQLException {
        connection.rollback();
        throw new SQLException("the connection is cut", "08006");
    }

    /** The process dies, and with it all its connections. */
    void die(Connection connection) throws SQLException {
        dead = true;
        cut(connection);
    }

    DataSource dataSource() {
        return Proxies.of(DataSource.class, (proxy, method, arguments) -> {
            requireAlive();
            Object result = Proxies.call(method, real, arguments);
            return result instanceof Connection connection ? meddled(connection) : result;
        });
    }

    private Connection meddled(Connection connection) {
        return Proxies.of(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("commit")) {
                step(connection);
                Object result = Proxies.call(method, connection, arguments);
                step(connection);
                return result;
            }
            if (method.getName().equals("prepareStatement") && arguments != null) {
                arguments[0] = rewriting.apply(String.valueOf(arguments[0]));
            }
            Object result = Proxies.call(method, connection, arguments);
            return result instanceof PreparedStatement statement ? meddled(statement, connection) : result;
        });
    }

    private PreparedStatement meddled(PreparedStatement statement, Connection connection) {
        return Proxies.of(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                step(connection);
            }
            return Proxies.call(method, statement, arguments);
        });
    }

    private void step(Connection connection) throws SQLException {
        requireAlive();
        Event due = due();
        if (due != null) {
            due.at(connection);
        }
    }

    private synchronized @Nullable Event due() {
        return !PERIODIC.contains(Thread.currentThread().getName()) && at > 0 && ++taken == at ? event : null;
    }

    private void requireAlive() throws SQLException {
        if (dead) {
            throw new SQLException("the process is dead", "08006");
        }
    }
}
