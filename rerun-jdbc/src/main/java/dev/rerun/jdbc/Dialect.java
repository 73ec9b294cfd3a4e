package dev.rerun.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;

/**
 * What differs between databases: fragments of SQL and the meaning of SQLStates. One class for each database, and no
 * other place asks which database it is.
 */
interface Dialect {
    /** A column of a table that is made of array parameters. */
    record KeyColumn(String name, String type) {}

    /** Chooses the dialect by product and version alone. */
    static Dialect of(String product, int major, int minor) {
        if (product.equals(H2Dialect.PRODUCT) && (major > 2 || (major == 2 && minor >= 3))) {
            return new H2Dialect();
        }
        throw new UnsupportedDatabaseException(product, major + "." + minor, H2Dialect.SUPPORTED);
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

    /** The database's clock at the start of the current statement or later, to the microsecond. */
    String now();

    /** A hash of a text modulo the one parameter of the fragment, from zero. */
    String hashModulo(String text);

    /** A table whose columns are the array parameters of the fragment, one for each column and equally long. */
    String keyTable(String alias, KeyColumn... columns);

    /**
     * An insert that finds a row of the same key does nothing, or fails with {@link #duplicateKey} and leaves the
     * transaction usable; in both cases after the transaction that wrote that row has committed.
     */
    String insertIfAbsent(String insert, String keyColumns);

    boolean duplicateKey(SQLException failure);

    boolean missingTable(SQLException failure);
}
