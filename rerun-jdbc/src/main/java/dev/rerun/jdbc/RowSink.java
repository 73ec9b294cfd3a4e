package dev.rerun.jdbc;

import java.sql.SQLException;

/** Collects rows, value by value, and writes many of them at a time. */
interface RowSink extends Places {
    /** Payloads may be long; what is held at a time should not be. */
    int MOST_CHARACTERS = 4_000_000;

    /** Whether what was collected should be written before more is. */
    boolean full();

    /** Writes the rows that were collected, if there are any, and forgets them. */
    void flush() throws SQLException;
}
