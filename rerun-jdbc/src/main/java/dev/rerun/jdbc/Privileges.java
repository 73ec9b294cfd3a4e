package dev.rerun.jdbc;

import dev.rerun.jdbc.MissingPrivilegesException.Missing;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the store must be allowed to do with each table. Found out by doing it to no row, because what drivers say of
 * privileges leaves out those of roles and columns. Triggers for whole statements fire, and what they do is rolled back.
 */
final class Privileges {
    /** A privilege, with a statement that needs it and no other (but H2 asks for SELECT with UPDATE and DELETE). */
    private enum Privilege {
        SELECT("select * from %1$s where 1 = 0"),
        INSERT("insert into %1$s (%2$s) select null from (select 1 as one) nothing where 1 = 0"),
        UPDATE("update %1$s set %2$s = null where 1 = 0"),
        DELETE("delete from %1$s where 1 = 0");

        private final String trial;

        Privilege(String trial) {
            this.trial = trial;
        }
    }

    /** What is needed on a table; the column is one that can be written. */
    private record Needed(String table, String column, List<Privilege> privileges) {
        Needed(String table, String column, Privilege... privileges) {
            this(table, column, List.of(privileges));
        }
    }

    private static final int SECONDS_TO_ANSWER = 10;

    private static final Privilege[] READ_AND_APPEND = {Privilege.SELECT, Privilege.INSERT};

    private static final Privilege[] ALL = Privilege.values();

    /** To lock a row takes the privilege to update it. */
    private static final List<Needed> OF_LIBRARY = List.of(
            new Needed("rerun_schema", "version", Privilege.SELECT),
            new Needed("rerun_app", "name", Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE),
            new Needed("rerun_app_lane", "lane", Privilege.SELECT, Privilege.INSERT, Privilege.UPDATE),
            new Needed("rerun_register", "name", READ_AND_APPEND),
            new Needed("rerun_contract", "name", READ_AND_APPEND),
            new Needed("rerun", "error", ALL),
            new Needed("rerun_lane", "watermark", ALL),
            new Needed("rerun_turn", "free_at", ALL),
            new Needed("rerun_command", "reason", Privilege.SELECT, Privilege.INSERT, Privilege.DELETE));

    private final Connection connection;
    private final Dialect dialect;

    Privileges(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** Tries all that is needed on the library's own tables, and on those of entries and items if they are its own too. */
    void verifyLibrary(@Nullable Tables own) {
        List<Needed> needed = new ArrayList<>(OF_LIBRARY);
        if (own != null) {
            needed.addAll(of(own));
        }
        verify(needed);
    }

    /** Tries all that is needed on a host's tables, and on those of the library that hang on them. */
    void verifyHost(Tables tables) {
        verify(of(tables));
    }

    private static List<Needed> of(Tables tables) {
        EntryTable entries = tables.entries();
        ItemTable items = tables.register();
        List<Needed> needed = new ArrayList<>(List.of(
                new Needed(entries.name(), entries.orderingKey().column().name(), ofEntries(tables)),
                new Needed(
                        entries.key().outcomes(), "diagnostics", Privilege.SELECT, Privilege.INSERT, Privilege.DELETE),
                new Needed(entries.key().entries(), "seq", ALL),
                new Needed(entries.key().failures(), "error", ALL)));
        if (items != null) {
            needed.add(new Needed(items.name(), items.orderingKey().column().name(), ALL));
            needed.add(new Needed(items.archive(), ArchiveTable.ARCHIVED_BY, ALL));
        }
        if (tables.link() instanceof EntryLink.InEntry) {
            needed.add(new Needed(
                    entries.key().pointers(), "points_at", Privilege.SELECT, Privilege.INSERT, Privilege.DELETE));
        }
        return needed;
    }

    /** Entries that have a handler are only read. */
    private static List<Privilege> ofEntries(Tables tables) {
        boolean updated = !tables.entries().attached().isEmpty() || tables.link() instanceof EntryLink.InEntry;
        List<Privilege> needed =
                new ArrayList<>(tables.register() == null ? List.of(Privilege.SELECT) : List.of(READ_AND_APPEND));
        if (updated) {
            needed.add(Privilege.UPDATE);
        }
        return needed;
    }

    /** Changes nothing. Tables that are not there are passed over. */
    private void verify(List<Needed> all) {
        try {
            List<Missing> missing = new ArrayList<>();
            for (Needed needed : all) {
                List<String> privileges = missing(needed);
                if (!privileges.isEmpty()) {
                    missing.add(new Missing(needed.table(), privileges));
                }
            }
            if (!missing.isEmpty()) {
                throw new MissingPrivilegesException(user(), missing);
            }
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    private List<String> missing(Needed needed) throws SQLException {
        List<String> missing = new ArrayList<>();
        for (Privilege privilege : needed.privileges()) {
            Savepoint before = connection.setSavepoint();
            try (Statement statement = connection.createStatement()) {
                statement.execute(privilege.trial.formatted(needed.table(), needed.column()));
            } catch (SQLException e) {
                connection.rollback(before);
                if (dialect.missingTable(e)) {
                    return List.of();
                }
                if (dialect.missingPrivilege(e)) {
                    missing.add(privilege.name());
                } else if (!connection.isValid(SECONDS_TO_ANSWER)) {
                    throw e;
                }
                // Whatever else the database minds about the trial, it has allowed it.
            }
        }
        return missing;
    }

    private String user() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + dialect.grantee())) {
            result.next();
            return result.getString(1);
        }
    }
}
