package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Collation;
import dev.rerun.jdbc.Dialect.Column;
import org.jspecify.annotations.Nullable;

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
 * @param calculated whether the database calculates it from other columns, so that nobody can write it
 * @param collation how its texts are compared, where an index serves no other comparison
 */
record HostColumn(
        String name,
        String quoted,
        ColumnKind kind,
        String type,
        int size,
        int digits,
        boolean nullable,
        boolean fillsItself,
        boolean calculated,
        @Nullable Collation collation) {
    /** The most characters of a key, and one more, so that what is longer equals nothing. */
    private static final int LONGER_THAN_KEYS = 256;

    /** As a parameter for it is typed. */
    Column column() {
        return new Column(
                quoted,
                collation == null
                        ? kind.type()
                        : "varchar(%d) character set %s collate %s"
                                .formatted(LONGER_THAN_KEYS, collation.characterSet(), collation.name()));
    }

    /** A text that is compared as those of the column are, made of another. */
    String comparable(String text) {
        return collation == null
                ? text
                : "convert(" + text + " using " + collation.characterSet() + ") collate " + collation.name();
    }

    /** The same column, taken for another kind. */
    HostColumn as(ColumnKind other) {
        return new HostColumn(name, quoted, other, type, size, digits, nullable, fillsItself, calculated, collation);
    }

    /** The type as people know it. */
    String fullType() {
        return kind == ColumnKind.DECIMAL ? type + "(" + size + ", " + digits + ")" : type;
    }
}
