package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.Dialect.Column;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a table tells the rows of apps apart. */
interface AppColumn {
    /** The columns that hold the app; none where all rows are of one app. */
    List<Column> columns();

    /** True for a row of the app that is bound, if its app is {@link #knows known}. */
    String where(String alias);

    /** Binds the app to {@link #where}. */
    void bind(Parameters parameters, Scope scope) throws SQLException;

    /** Binds the app, which becomes known, to a parameter for each column. */
    void bindNew(Parameters parameters, Scope scope) throws SQLException;

    /** False if no row can be of the app. */
    boolean knows(Scope scope);

    /** True for a row of the app of a run; the run's row is called {@code r}. */
    String ofRun(String alias);

    /** The same where no row of the run is joined, which a planner might look up again for each row of the app. */
    Fragment ofRun(String alias, long rerunId);

    /** The app as a number in the default schema's names. */
    record Numbered(Column column) implements AppColumn {
        @Override
        public List<Column> columns() {
            return List.of(column);
        }

        @Override
        public String where(String alias) {
            return alias + "." + column.name() + " = ?";
        }

        @Override
        public void bind(Parameters parameters, Scope scope) throws SQLException {
            parameters.integer(scope.names().apps().find(scope.app()));
        }

        @Override
        public void bindNew(Parameters parameters, Scope scope) throws SQLException {
            parameters.integer((Integer) scope.names().apps().obtain(scope.app()));
        }

        @Override
        public boolean knows(Scope scope) {
            return scope.names().apps().find(scope.app()) != null;
        }

        @Override
        public String ofRun(String alias) {
            return alias + "." + column.name() + " = r.app_id";
        }

        @Override
        public Fragment ofRun(String alias, long rerunId) {
            return new Fragment(
                    alias + "." + column.name() + " = (select r.app_id from rerun r where r.id = ?)",
                    parameters -> parameters.number(rerunId));
        }
    }

    /** The app as it is called, in a column of a host's table. */
    record Named(KeyColumn column) implements AppColumn {
        @Override
        public List<Column> columns() {
            return column.columns();
        }

        @Override
        public String where(String alias) {
            return column.in(alias) + " = ?";
        }

        @Override
        public void bind(Parameters parameters, Scope scope) throws SQLException {
            column.bind(parameters, scope, scope.app());
        }

        @Override
        public void bindNew(Parameters parameters, Scope scope) throws SQLException {
            bind(parameters, scope);
        }

        @Override
        public boolean knows(Scope scope) {
            return true;
        }

        @Override
        public String ofRun(String alias) {
            return column.in(alias) + " = (select a.name from rerun_app a where a.id = r.app_id)";
        }

        @Override
        public Fragment ofRun(String alias, long rerunId) {
            return new Fragment(
                    column.in(alias)
                            + " = (select a.name from rerun r join rerun_app a on a.id = r.app_id where r.id = ?)",
                    parameters -> parameters.number(rerunId));
        }
    }

    /** One app, of which all rows are. */
    record Only(String app) implements AppColumn {
        @Override
        public List<Column> columns() {
            return List.of();
        }

        @Override
        public String where(String alias) {
            return "1 = 1";
        }

        @Override
        public void bind(Parameters parameters, Scope scope) {
            if (!knows(scope)) {
                throw new RejectedDataException(
                        "app '" + scope.app() + "' is not in these tables, whose rows are all of app '" + app
                                + "'; name that, or map a column for the app",
                        null);
            }
        }

        @Override
        public void bindNew(Parameters parameters, Scope scope) {
            bind(parameters, scope);
        }

        @Override
        public boolean knows(Scope scope) {
            return scope.app().equals(app);
        }

        @Override
        public String ofRun(String alias) {
            return "1 = 1";
        }

        @Override
        public Fragment ofRun(String alias, long rerunId) {
            return Fragment.of("1 = 1");
        }
    }

    /** Where two rows are of one app; the tables may have no column for it. */
    static String same(AppColumn one, String oneAlias, AppColumn other, String otherAlias) {
        @Nullable Column left = one.columns().isEmpty() ? null : one.columns().get(0);
        @Nullable
        Column right = other.columns().isEmpty() ? null : other.columns().get(0);
        return left == null || right == null
                ? ""
                : oneAlias + "." + left.name() + " = " + otherAlias + "." + right.name() + " and ";
    }
}
