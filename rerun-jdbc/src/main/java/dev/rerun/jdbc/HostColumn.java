package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;

/**
 * A column of a host's table, as the database describes it.
 *
 * @param name its name, as the database spells it
 * @param quoted its name, as SQL has it
 * @param kind what it holds
 * @param type the type's name
 * @param size the most characters or digits
 * @param digits the digits after the point
 * @param nullable whether it can be null
 * @param fillsItself whether it has a value where an insert gives none: a default, an identity, a calculation
 */
record HostColumn(
        String name,
        String quoted,
        ColumnKind kind,
        String type,
        int size,
        int digits,
        boolean nullable,
        boolean fillsItself) {
    /** As a parameter for it is typed. */
    Column column() {
        return new Column(quoted, kind.type());
    }

    /** The same column, taken for another kind. */
    HostColumn as(ColumnKind other) {
        return new HostColumn(name, quoted, other, type, size, digits, nullable, fillsItself);
    }

    /** The type as people know it. */
    String fullType() {
        return kind == ColumnKind.DECIMAL ? type + "(" + size + ", " + digits + ")" : type;
    }
}
