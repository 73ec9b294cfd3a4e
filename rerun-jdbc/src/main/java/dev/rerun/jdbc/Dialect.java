package dev.rerun.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What differs between databases: fragments of SQL and the meaning of SQLStates. One class for each database, and no
 * other place asks which database it is.
 */
interface Dialect {
    /** A column of a table that is made of parameters. */
    record Column(String name, String type) {}

    /** Chooses the dialect by product and version alone. */
    static Dialect of(String product, int major, int minor) {
        if (product.equals(H2Dialect.PRODUCT) && (major > 2 || (major == 2 && minor >= 3))) {
            return new H2Dialect();
        }
        if (product.equals(PostgresDialect.PRODUCT) && major >= 13) {
            return new PostgresDialect();
        }
        if (product.equals(MariaDbDialect.PRODUCT) && (major > 10 || (major == 10 && minor >= 6))) {
            return MariaDbDialect.ofMariaDb();
        }
        if (product.equals(MariaDbDialect.MYSQL_PRODUCT) && major >= 8) {
            return MariaDbDialect.ofMySql();
        }
        throw new UnsupportedDatabaseException(
                product,
                major + "." + minor,
                PostgresDialect.SUPPORTED + ", " + MariaDbDialect.SUPPORTED + ", and " + H2Dialect.SUPPORTED);
    }

    static Dialect of(Connection connection) {
        try {
            DatabaseMetaData metaData = connection.getMetaData();
            return of(
                    metaData.getDatabaseProductName(),
                    metaData.getDatabaseMajorVersion(),
                    metaData.getDatabaseMinorVersion());
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    /** The migrations that are shipped for this database, in ascending order of version. */
    List<Migration> migrations();

    /**
     * Begins a transaction: makes settings whose effect ends with it, and refuses a connection on which values would not be
     * kept as they are.
     */
    void begin(Session session);

    /** Whether {@link #begin} makes the transaction work at READ COMMITTED, whatever its connection's isolation is. */
    default boolean beginsAtReadCommitted() {
        return false;
    }

    /**
     * Called before a transaction, of whose statements and tables all is known, works on rows that it finds by index: how they
     * are found need not be planned each time anew.
     */
    default void findByIndex(Session session) {}

    /** How the driver is given instants, and gives them. */
    Times times();

    /**
     * Statements after which a transaction is, until it ends, the only one that has executed them; they wait for another one
     * that has. They write nothing, or what is to be rolled back.
     */
    List<String> schemaLock();

    /** A statement that makes the transaction that it begins work at READ COMMITTED, and no other; empty if there is none. */
    default Optional<String> readCommitted() {
        return Optional.of("set transaction isolation level read committed");
    }

    /** A query that says whether its transaction has changed something; empty if the database does not tell. */
    default Optional<String> uncommitted() {
        return Optional.empty();
    }

    /** Whether {@link #now} is the same in a whole transaction. */
    default boolean clockStandsStill() {
        return false;
    }

    /** The database's clock at the start of the current statement or later, to the microsecond, unless it stands still. */
    String now();

    /** The database's clock at the start of the current statement, the same wherever it stands in the statement. */
    String statementTime();

    /** The minute in which a time lies, counted from 1970. */
    String minuteOf(String time);

    /** A time and so many microseconds as the one parameter of the fragment. */
    String later(String time);

    /** A hash of a text modulo the one parameter of the fragment, from zero. */
    String hashModulo(String text);

    /** A value as a text. */
    String asText(String value);

    /** A text of digits as a whole number. */
    String asNumber(String text);

    /** The next number of a sequence. */
    String next(String sequence);

    /** The place of a parameter for a column of a type. */
    String place(String type);

    /**
     * The place of a run's ID whose value is hidden from the planner. Of a run that is newer than its statistics the planner
     * expects hardly a row, and then takes any index that begins with the run; of a run that it cannot tell, as many as others
     * have, and takes the index that fits.
     */
    default String hiddenRun() {
        return "?";
    }

    /** What a column of a type holds; by the type's name, and its number among {@link java.sql.Types}. */
    default ColumnKind kindOf(String type, int number) {
        return ColumnKind.of(type, number);
    }

    /** How texts of a column are encoded and compared. */
    record Collation(String characterSet, String name) {}

    /**
     * The collations of a table's columns, by name, where an index serves a comparison only if both sides have the same; else
     * nothing.
     */
    default Map<String, Collation> collations(Connection connection, @Nullable String schema, String table)
            throws SQLException {
        return Map.of();
    }

    /** The order of IDs that are texts: whole numbers by value, then the others. */
    String textOrder(String id);

    /** A table whose rows are parameters: those of {@link #keyParameters}, in their order. */
    String keyTable(String alias, Column... columns);

    List<Object> keyParameters(Connection connection, KeyRows rows) throws SQLException;

    /** The rows {@code i} of a table of items for which a condition on a row of a key table holds, looked up by index. */
    String itemsFor(String keyTable, ItemTable items, String condition);

    /** An instant, as the index of items by ordering key has it. */
    String inKeyIndex(String instant);

    /** What copies many rows into a table of the library's, faster than an insert; empty if there is no such way. */
    default Optional<RowSink> copying(Session session, Connection connection, Insert insert) throws SQLException {
        return Optional.empty();
    }

    /** Whether many rows are best inserted from a {@link #keyTable} of arrays, and not in a batch. */
    boolean insertsArrays();

    /**
     * An insert that finds a row of the same key does nothing, or fails with {@link #duplicateKey} and leaves the
     * transaction usable; in both cases after the transaction that wrote that row has committed.
     */
    String insertIfAbsent(String insert, String keyColumns);

    /** What stands before the rows of an insert that gives columns values of which the database would make its own. */
    default String overriding() {
        return "overriding system value";
    }

    /**
     * A select of one row that waits for whoever is inserting the row, if several who wait for that with their inserts would
     * wait for each other once the first is rolled back; else the select as it is.
     */
    String selectBeforeInsert(String select);

    /** Whether an insert of {@link #insertIfAbsent} failed because its row is there. */
    boolean duplicateKey(SQLException failure);

    /** Whether a statement failed because a unique key is taken. */
    default boolean takenKey(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }

    /** Whether a select for update with nowait failed because another transaction holds a row. */
    boolean rowLocked(SQLException failure);

    boolean missingTable(SQLException failure);

    boolean missingPrivilege(SQLException failure);

    /** The current user, as a GRANT names it. */
    String grantee();

    /** How items are moved into a run's archive. */
    Archive archive(Session session, Tables tables, Scope scope, long rerunId);

    /** The text itself if a column can hold it as it is, or with other characters in place of those that it cannot hold. */
    String storable(String text);
}
