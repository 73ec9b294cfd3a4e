package dev.rerun.jdbc;

import java.sql.SQLException;

/** Gives a statement its parameters. */
@FunctionalInterface
interface Binding {
    Binding NONE = parameters -> {};

    void bind(Parameters parameters) throws SQLException;

    default Binding then(Binding next) {
        return parameters -> parameters.all(this).all(next);
    }
}
