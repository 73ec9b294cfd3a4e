package dev.rerun.jdbc;

/**
 * A database whose SQL the store speaks. The store finds out by itself which one it is on; a host names it where the driver
 * gives another product name, as that of a compatible database may.
 */
public enum Database {
    /** H2 from 2.3 on. */
    H2(new H2Dialect()),

    /** MariaDB from 10.6 on. */
    MARIADB(MariaDbDialect.ofMariaDb()),

    /** MySQL from 8.0.17 on. */
    MYSQL(MariaDbDialect.ofMySql()),

    /** PostgreSQL from 13 on. */
    POSTGRESQL(new PostgresDialect());

    @SuppressWarnings("ImmutableEnumChecker") // dialects have no state
    private final Dialect dialect;

    Database(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }
}
