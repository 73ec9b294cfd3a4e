package dev.rerun.jdbc;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a mapping says of one table, before anybody has looked at the table.
 *
 * @param table the name, with its schema before a point where it has one
 * @param columns the columns by what they are
 * @param always what all rows have alike
 * @param conditions SQL that tells, by what it tells
 * @param filled columns and the SQL that fills them
 * @param sequences columns and the sequences that fill them
 * @param only SQL that narrows the table, or null
 */
record TableSketch(
        String table,
        Map<Role, String> columns,
        Map<Role, String> always,
        Map<Role, String> conditions,
        List<Insert.Filled> filled,
        Map<String, String> sequences,
        @Nullable String only) {
    TableSketch {
        columns = Map.copyOf(columns);
        always = Map.copyOf(always);
        conditions = Map.copyOf(conditions);
        filled = List.copyOf(filled);
        sequences = Map.copyOf(sequences);
    }

    static TableSketch of(String table) {
        return new TableSketch(given(table, "table"), Map.of(), Map.of(), Map.of(), List.of(), Map.of(), null);
    }

    TableSketch column(Role role, String column) {
        return new TableSketch(
                table,
                with(columns, role, given(column, "column " + role.label())),
                always,
                conditions,
                filled,
                sequences,
                only);
    }

    TableSketch always(Role role, String value) {
        return new TableSketch(
                table, columns, with(always, role, given(value, role.label())), conditions, filled, sequences, only);
    }

    TableSketch when(Role role, String condition) {
        return new TableSketch(
                table,
                columns,
                always,
                with(conditions, role, given(condition, "condition " + role.label())),
                filled,
                sequences,
                only);
    }

    TableSketch fill(String column, String sql) {
        List<Insert.Filled> more = new ArrayList<>(filled);
        more.add(new Insert.Filled(given(column, "column"), given(sql, "SQL for column " + column)));
        return new TableSketch(table, columns, always, conditions, more, sequences, only);
    }

    TableSketch sequence(String column, String sequence) {
        Map<String, String> more = new java.util.HashMap<>(sequences);
        more.put(given(column, "column"), given(sequence, "sequence for column " + column));
        return new TableSketch(table, columns, always, conditions, filled, more, only);
    }

    TableSketch only(String condition) {
        String narrowed = only == null ? given(condition, "condition") : "(" + only + ") and (" + condition + ")";
        return new TableSketch(table, columns, always, conditions, filled, sequences, narrowed);
    }

    private static Map<Role, String> with(Map<Role, String> before, Role role, String value) {
        Map<Role, String> more = new EnumMap<>(Role.class);
        more.putAll(before);
        more.put(role, value);
        return more;
    }

    private static String given(String value, String what) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(what + " is blank; name it, or leave it out of the mapping");
        }
        return value;
    }
}
