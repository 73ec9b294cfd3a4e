package dev.rerun.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One table of a mapping together with its description by the database.
 *
 * @param sketch what the mapping says
 * @param table what the database says
 */
record MappedTable(TableSketch sketch, HostTable table) {
    /** Checks every column that the mapping names. */
    MappedTable {
        for (Map.Entry<Role, String> named : sketch.columns().entrySet()) {
            find(table, named.getKey(), named.getValue());
        }
        for (Insert.Filled filled : sketch.filled()) {
            existing(table, filled.column(), "fill");
        }
        for (String column : sketch.sequences().keySet()) {
            existing(table, column, "fillFromSequence");
        }
    }

    /** The column of a role that cannot be left out. */
    HostColumn required(Role role) {
        HostColumn column = optional(role);
        if (column == null) {
            throw new MappingException(
                    table.given(),
                    null,
                    "the mapping names no " + role.label() + ", which is needed; add ." + role.label() + "(column)");
        }
        return column;
    }

    /** The column of a role, or null if the mapping leaves it out. */
    @Nullable
    HostColumn optional(Role role) {
        String name = sketch.columns().get(role);
        return name == null ? null : find(table, role, name);
    }

    /** What all rows have. */
    String always(Role role) {
        String value = sketch.always().get(role);
        if (value == null) {
            throw new MappingException(
                    table.given(),
                    null,
                    "the mapping names no " + role.label() + ", which is needed; add ." + role.label() + "(column) or ."
                            + role.label() + "Always(value)");
        }
        return value;
    }

    /** Checks columns that are to be handed out. */
    List<String> handedOut(List<String> names) {
        for (String name : names) {
            HostColumn column = existing(table, name, "columns");
            if (column.kind() == ColumnKind.OTHER) {
                throw misfit(
                        column,
                        "its type " + column.fullType() + " cannot be handed out; leave it out of columns(...)");
            }
        }
        return names;
    }

    boolean has(Role role) {
        return sketch.columns().containsKey(role) || sketch.conditions().containsKey(role);
    }

    /** The columns that the mapping fills, with the SQL that does. */
    List<Insert.Filled> filled(Dialect dialect) {
        List<Insert.Filled> filled = new ArrayList<>();
        for (Insert.Filled one : sketch.filled()) {
            filled.add(new Insert.Filled(existing(table, one.column(), "fill").quoted(), one.sql()));
        }
        for (Map.Entry<String, String> one : sketch.sequences().entrySet()) {
            filled.add(new Insert.Filled(
                    existing(table, one.getKey(), "fillFromSequence").quoted(), dialect.next(one.getValue())));
        }
        return filled;
    }

    /** The columns that must have a value, and get none when the store writes a row. */
    List<String> unfilled(List<String> written) {
        return table.columns().stream()
                .filter(column -> !column.nullable() && !column.fillsItself() && !written.contains(column.quoted()))
                .map(HostColumn::name)
                .toList();
    }

    MappingException misfit(HostColumn column, String problem) {
        return new MappingException(table.given(), column.name(), problem);
    }

    private static HostColumn find(HostTable table, Role role, String name) {
        HostColumn column = existing(table, name, role.label());
        HostColumn fitting = fitting(role, column);
        if (fitting == null) {
            throw new MappingException(
                    table.given(),
                    column.name(),
                    "its type " + column.fullType() + " does not fit " + role.label() + ", which is "
                            + role.kinds().stream()
                                    .map(ColumnKind::meaning)
                                    .distinct()
                                    .collect(Collectors.joining(" or "))
                            + "; map another column, or change its type");
        }
        return fitting;
    }

    /** Whole numbers are exact numbers, and exact numbers of few digits without a fraction are whole. */
    private static @Nullable HostColumn fitting(Role role, HostColumn column) {
        if (role.kinds().contains(column.kind())) {
            return column;
        }
        boolean whole = column.kind() == ColumnKind.DECIMAL && column.digits() == 0 && column.size() <= 18;
        if (whole && role.kinds().contains(ColumnKind.NUMBER)) {
            return column.as(ColumnKind.NUMBER);
        }
        return column.kind() == ColumnKind.NUMBER && role.kinds().contains(ColumnKind.DECIMAL) ? column : null;
    }

    private static HostColumn existing(HostTable table, String name, String use) {
        HostColumn column = table.find(name);
        if (column == null) {
            throw new MappingException(
                    table.given(), name, "there is no such column for " + use + "; the table has " + table.names());
        }
        return column;
    }
}
