package dev.rerun.jdbc;

import java.sql.SQLException;

/** Gives rows to a database in its own format, which spares it all parsing. */
@FunctionalInterface
interface RowCopy {
    /** Executes a statement that reads its rows from the client: so many bytes from the beginning of an array. */
    void copy(String statement, byte[] rows, int length) throws SQLException;
}
