package dev.rerun.jdbc;

import dev.rerun.jdbc.Dialect.Collation;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table of a host, as the database describes it.
 *
 * @param given its name, as the mapping has it
 * @param quoted its name, as SQL has it
 * @param columns its columns, in order
 * @param unique the sets of columns that unique indexes cover
 * @param leading the columns of all its indexes, each a list in order
 * @param pointing the foreign keys onto it
 */
record HostTable(
        String given,
        String quoted,
        List<HostColumn> columns,
        List<Set<String>> unique,
        List<List<String>> leading,
        List<ForeignKey> pointing) {
    /**
     * A foreign key onto the table.
     *
     * @param table whose it is
     * @param column its first column
     * @param deletes whether the rows that it points from are deleted with those that it points at
     */
    record ForeignKey(String table, String column, boolean deletes) {}

    private record Place(@Nullable String catalog, @Nullable String schema, String name, String type) {
        /** A view too, so that it can be refused as one. */
        boolean isRelation() {
            return type.contains("TABLE") || type.contains("VIEW");
        }
    }

    /** Finds a table by its name; letter case matters only where names differ in nothing else. */
    static HostTable find(Connection connection, Dialect dialect, String given) throws SQLException {
        DatabaseMetaData metaData = connection.getMetaData();
        String quote = metaData.getIdentifierQuoteString();
        Place place = place(connection, metaData, given);
        if (!place.type().toUpperCase(Locale.ROOT).contains("TABLE")) {
            throw new MappingException(given, null, "it is a " + place.type() + "; map a table");
        }
        String schema = place.schema() != null ? place.schema() : place.catalog();
        String quoted = (schema == null ? "" : quoted(schema, quote) + ".") + quoted(place.name(), quote);
        Map<String, List<String>> unique = new TreeMap<>();
        Map<String, List<String>> leading = new TreeMap<>();
        readIndexes(metaData, place, unique, leading);
        return new HostTable(
                given,
                quoted,
                columns(metaData, dialect, place, quote),
                unique.values().stream().map(Set::copyOf).toList(),
                List.copyOf(leading.values()),
                foreignKeys(metaData, place));
    }

    /** The column of a name, or null if there is none; exact names come first. */
    @Nullable
    HostColumn find(String name) {
        List<HostColumn> alike = columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .toList();
        return alike.stream()
                .filter(column -> column.name().equals(name) || alike.size() == 1)
                .findFirst()
                .orElse(null);
    }

    /** Whether some unique index tells rows apart by no more than these columns. */
    boolean isUniqueIn(Collection<String> names) {
        Set<String> all = new HashSet<>(names);
        return unique.stream().anyMatch(all::containsAll);
    }

    /** Whether some index begins with these columns, in this order. */
    boolean hasIndexOn(List<String> names) {
        return leading.stream()
                .anyMatch(index -> index.size() >= names.size()
                        && index.subList(0, names.size()).equals(names));
    }

    private static Place place(Connection connection, DatabaseMetaData metaData, String given) throws SQLException {
        int point = given.lastIndexOf('.');
        String schema = point < 0 ? null : given.substring(0, point);
        String name = given.substring(point + 1);
        List<Place> alike = new ArrayList<>();
        try (ResultSet tables = metaData.getTables(connection.getCatalog(), null, "%", null)) {
            add(tables, schema, name, alike);
        }
        if (alike.isEmpty() && schema != null) {
            try (ResultSet tables = metaData.getTables(schema, null, "%", null)) {
                add(tables, schema, name, alike);
            }
        }
        String current = schema != null ? schema : connection.getSchema();
        List<Place> here = alike.stream()
                .filter(place -> current == null || current.equalsIgnoreCase(schemaOf(place)))
                .toList();
        List<Place> exact =
                here.stream().filter(place -> place.name().equals(name)).toList();
        List<Place> chosen = exact.size() == 1 ? exact : here;
        if (chosen.size() != 1) {
            throw new MappingException(
                    given,
                    null,
                    chosen.isEmpty()
                            ? "there is no such table"
                                    + (alike.isEmpty()
                                            ? ""
                                            : " in schema " + current + ", but one in " + schemaOf(alike.get(0)))
                                    + "; correct its name, and its schema before a point"
                            : "several tables have this name; write it as the database does");
        }
        return chosen.get(0);
    }

    private static @Nullable String schemaOf(Place place) {
        return place.schema() != null ? place.schema() : place.catalog();
    }

    private static void add(ResultSet tables, @Nullable String schema, String name, List<Place> alike)
            throws SQLException {
        while (tables.next()) {
            // PostgreSQL's driver has no word for some of what it lists.
            String type = tables.getString("TABLE_TYPE");
            Place place = new Place(
                    tables.getString("TABLE_CAT"),
                    tables.getString("TABLE_SCHEM"),
                    tables.getString("TABLE_NAME"),
                    type == null ? "" : type);
            if (place.isRelation()
                    && place.name().equalsIgnoreCase(name)
                    && (schema == null || schema.equalsIgnoreCase(schemaOf(place)))) {
                alike.add(place);
            }
        }
    }

    private static List<HostColumn> columns(DatabaseMetaData metaData, Dialect dialect, Place place, String quote)
            throws SQLException {
        Map<String, Collation> collations = dialect.collations(metaData.getConnection(), schemaOf(place), place.name());
        String escape = metaData.getSearchStringEscape();
        List<HostColumn> found = new ArrayList<>();
        try (ResultSet columns = metaData.getColumns(
                place.catalog(),
                place.schema() == null ? null : pattern(place.schema(), escape),
                pattern(place.name(), escape),
                "%")) {
            while (columns.next()) {
                String name = columns.getString("COLUMN_NAME");
                String type = columns.getString("TYPE_NAME");
                int size = columns.getInt("COLUMN_SIZE");
                int digits = columns.getInt("DECIMAL_DIGITS");
                found.add(new HostColumn(
                        name,
                        quoted(name, quote),
                        dialect.kindOf(type, columns.getInt("DATA_TYPE")),
                        type,
                        size,
                        digits,
                        columns.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls,
                        columns.getString("COLUMN_DEF") != null
                                || "YES".equals(columns.getString("IS_AUTOINCREMENT"))
                                || "YES".equals(columns.getString("IS_GENERATEDCOLUMN")),
                        "YES".equals(columns.getString("IS_GENERATEDCOLUMN")),
                        collations.get(name)));
            }
        }
        return found;
    }

    private static void readIndexes(
            DatabaseMetaData metaData, Place place, Map<String, List<String>> unique, Map<String, List<String>> leading)
            throws SQLException {
        try (ResultSet indexes = metaData.getIndexInfo(place.catalog(), place.schema(), place.name(), false, true)) {
            while (indexes.next()) {
                String index = indexes.getString("INDEX_NAME");
                String column = indexes.getString("COLUMN_NAME");
                if (index == null || column == null) {
                    continue;
                }
                leading.computeIfAbsent(index, name -> new ArrayList<>()).add(column);
                boolean whole = indexes.getString("FILTER_CONDITION") == null;
                if (whole && !indexes.getBoolean("NON_UNIQUE")) {
                    unique.computeIfAbsent(index, name -> new ArrayList<>()).add(column);
                }
            }
        }
    }

    private static List<ForeignKey> foreignKeys(DatabaseMetaData metaData, Place place) throws SQLException {
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        try (ResultSet exported = metaData.getExportedKeys(place.catalog(), place.schema(), place.name())) {
            while (exported.next()) {
                String table = exported.getString("FKTABLE_NAME");
                String column = exported.getString("FKCOLUMN_NAME");
                boolean deletes = exported.getInt("DELETE_RULE") == DatabaseMetaData.importedKeyCascade;
                keys.putIfAbsent(
                        exported.getString("FK_NAME") + " of " + table, new ForeignKey(table, column, deletes));
            }
        }
        return List.copyOf(keys.values());
    }

    /** The columns, as lists name them. */
    List<String> quotedColumns() {
        return columns.stream().map(HostColumn::quoted).toList();
    }

    /** The columns that nobody can write, as lists name them. */
    List<String> calculatedColumns() {
        return columns.stream()
                .filter(HostColumn::calculated)
                .map(HostColumn::quoted)
                .toList();
    }

    /** What unique indexes cover, as lists name columns; one over expressions is left out. */
    List<List<String>> quotedUnique() {
        List<List<String>> all = new ArrayList<>();
        for (Set<String> index : unique) {
            List<String> covered = columns.stream()
                    .filter(column -> index.contains(column.name()))
                    .map(HostColumn::quoted)
                    .toList();
            if (covered.size() == index.size()) {
                all.add(covered);
            }
        }
        return all;
    }

    String names() {
        return columns.stream().map(HostColumn::name).collect(Collectors.joining(", "));
    }

    private static String pattern(String name, String escape) {
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
