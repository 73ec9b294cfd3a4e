package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An update of many rows at a time. Values are bound as given here: first what is set, then what identifies a row.
 *
 * @param table the table
 * @param set the columns that are set
 * @param where the columns that identify a row
 * @param alsoWhere more of them
 */
record Update(String table, List<Column> set, List<Column> where, List<Column> alsoWhere) {
    Update {
        set = List.copyOf(set);
        where = List.copyOf(where);
        alsoWhere = List.copyOf(alsoWhere);
    }

    /** One row, with a parameter for each column. */
    String ofOneRow(Dialect dialect) {
        return "update " + table + " set "
                + set.stream()
                        .map(column -> column.name() + " = " + dialect.place(column.type()))
                        .collect(Collectors.joining(", "))
                + " where "
                + identity().stream().map(column -> column.name() + " = ?").collect(Collectors.joining(" and "));
    }

    /** All rows, with an array parameter for each column. */
    String ofArrays(Dialect dialect) {
        List<Column> all = columns();
        List<Column> keys = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            keys.add(new Column("key_" + (i + 1), all.get(i).type()));
        }
        List<String> assignments = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String column = all.get(i).name();
            if (i < set.size()) {
                assignments.add(column + " = k.key_" + (i + 1));
            } else {
                conditions.add("t." + column + " = k.key_" + (i + 1));
            }
        }
        return "update " + table + " t set " + String.join(", ", assignments) + " from "
                + dialect.keyTable("k", keys.toArray(Column[]::new)) + " where " + String.join(" and ", conditions);
    }

    /** All columns, in the order in which they are bound. */
    List<Column> columns() {
        List<Column> all = new ArrayList<>(set);
        all.addAll(identity());
        return all;
    }

    private List<Column> identity() {
        List<Column> all = new ArrayList<>(where);
        all.addAll(alsoWhere);
        return all;
    }
}
