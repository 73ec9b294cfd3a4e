package dev.rerun.jdbc;

import java.sql.SQLException;

/** Gives one row of a batch its parameters. */
@FunctionalInterface
interface RowBinding<E> {
    void bind(Parameters parameters, E element) throws SQLException;
}
