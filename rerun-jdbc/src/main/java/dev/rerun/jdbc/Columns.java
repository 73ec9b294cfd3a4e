package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.List;

/** The columns of a table that have one meaning together. */
interface Columns {
    /** The columns that are written; none where the meaning is always the same, or follows from what is elsewhere. */
    List<Column> columns();

    /** What is selected of a row that is called so: several expressions, or none. */
    List<String> of(String alias);
}
