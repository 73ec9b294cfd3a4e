package dev.rerun.benchmarks.prepare;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Notes how the server carries out the statements that go through a data source. The server tells it itself, by its module
 * auto_explain, with each execution; so these are the plans that ran, and not some that were made for the occasion.
 */
final class PlanRecorder {
    private static final String EXPLAINING = "-c session_preload_libraries=auto_explain"
            + " -c auto_explain.log_min_duration=0 -c auto_explain.log_level=notice"
            + " -c auto_explain.log_analyze=on -c auto_explain.log_timing=off -c auto_explain.log_parameter_max_length=0";

    private final Map<String, StatementPlan> plans = new LinkedHashMap<>();
    private final DataSource source;

    /** Takes over a data source; its user must be a superuser. */
    PlanRecorder(PGSimpleDataSource real) {
        real.setOptions(EXPLAINING);
        source = proxy(DataSource.class, real);
    }

    DataSource source() {
        return source;
    }

    /** What was executed so far, in the order of the first executions. */
    List<StatementPlan> plans() {
        synchronized (plans) {
            return List.copyOf(plans.values());
        }
    }

    private <T> T proxy(Class<T> type, Object real) {
        return type.cast(Proxy.newProxyInstance(
                PlanRecorder.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Object answer = call(real, method, arguments);
                    if (answer instanceof PreparedStatement statement) {
                        return proxy(PreparedStatement.class, statement);
                    }
                    if (answer instanceof Connection connection && real instanceof DataSource) {
                        return proxy(Connection.class, connection);
                    }
                    if (real instanceof Statement statement && method.getName().startsWith("execute")) {
                        note(statement.getWarnings());
                        statement.clearWarnings();
                    } else if (real instanceof Connection connection
                            && method.getName().equals("commit")) {
                        note(connection.getWarnings());
                        connection.clearWarnings();
                    }
                    return answer;
                }));
    }

    private static @Nullable Object call(Object real, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** A query's plan comes when the server is done with it, which may be with the next statement or the commit. */
    private void note(@Nullable SQLWarning first) {
        for (SQLWarning notice = first; notice != null; notice = notice.getNextWarning()) {
            StatementPlan.read(String.valueOf(notice.getMessage())).ifPresent(plan -> {
                synchronized (plans) {
                    plans.merge(plan.sql(), plan, StatementPlan::and);
                }
            });
        }
    }
}
