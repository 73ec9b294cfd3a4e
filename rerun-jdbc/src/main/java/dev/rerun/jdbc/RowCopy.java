package dev.rerun.jdbc;

import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.util.List;

/** Gives rows to a database in its own format, which spares it all parsing. */
@FunctionalInterface
interface RowCopy {
    /** Executes a statement that reads its rows from the client: what is before the positions of buffers, one after the other. */
    void copy(String statement, List<ByteBuffer> rows) throws SQLException;
}
