package dev.rerun.reliability.histories;

import dev.rerun.reliability.tools.Proxies;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A data source that can be told to cut the connection some steps later: before a statement, before a commit, or after one, so that
 * only its answer is lost.
 */
final class FaultySource {
    private static final int NEVER = -1;

    private final DataSource real;
    private final AtomicInteger statementsLeft = new AtomicInteger(NEVER);
    private final AtomicInteger commitsLeft = new AtomicInteger(NEVER);
    private final AtomicInteger answersLeft = new AtomicInteger(NEVER);

    FaultySource(DataSource real) {
        this.real = real;
    }

    void cutBeforeStatement(int number) {
        statementsLeft.set(number);
    }

    void cutBeforeCommit(int number) {
        commitsLeft.set(number);
    }

    void cutAfterCommit(int number) {
        answersLeft.set(number);
    }

    void cutNoMore() {
        statementsLeft.set(NEVER);
        commitsLeft.set(NEVER);
        answersLeft.set(NEVER);
    }

    DataSource source() {
        return Proxies.of(DataSource.class, (proxy, method, arguments) -> {
            Object result = Proxies.call(method, real, arguments);
            return result instanceof Connection connection ? faulty(connection) : result;
        });
    }

    private Connection faulty(Connection connection) {
        return Proxies.of(Connection.class, (proxy, method, arguments) -> {
            boolean commit = method.getName().equals("commit");
            if (method.getName().equals("unwrap")) {
                // Rows are copied past this connection, which is as much as a statement.
                step(statementsLeft, connection);
            }
            if (commit) {
                step(commitsLeft, connection);
            }
            Object result = Proxies.call(method, connection, arguments);
            if (commit) {
                step(answersLeft, connection);
            }
            return result instanceof PreparedStatement statement ? faulty(statement, connection) : result;
        });
    }

    private PreparedStatement faulty(PreparedStatement statement, Connection connection) {
        return Proxies.of(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                step(statementsLeft, connection);
            }
            return Proxies.call(method, statement, arguments);
        });
    }

    private static void step(AtomicInteger left, Connection connection) throws SQLException {
        if (left.getAndUpdate(number -> number == NEVER ? NEVER : number - 1) == 0) {
            connection.close();
            throw new SQLException("the connection is cut", "08006");
        }
    }
}
