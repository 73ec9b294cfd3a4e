package dev.rerun.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The table that takes whole rows out of a host's table of items, after a column {@code archived_by} with the run that did.
 * It has all columns of the host's, also those that no mapping names.
 */
final class ArchiveTable {
    static final String ARCHIVED_BY = "archived_by";

    private static final String CREATE = """
            create table %s as
            select r.id as archived_by, i.* from rerun r, %s i where 1 = 0
            """;

    /** Names of indexes end at 63 or 64 characters. */
    private static final int NAME_LENGTH = 63;

    private static final String INDEX_SUFFIX = "_by_run";

    private static final int HASH_LENGTH = 9;

    /** Longer texts not every database takes into an index. */
    private static final int INDEXED_TEXT = 1_000;

    private ArchiveTable() {}

    /** The name of the archive of a table. */
    static String nameOf(String table) {
        return "rerun_archived_" + table.toLowerCase(Locale.ROOT).replaceAll("\\W", "_");
    }

    static boolean exists(Connection connection, Dialect dialect, String name) throws SQLException {
        try {
            HostTable.find(connection, dialect, name);
            return true;
        } catch (MappingException e) {
            return false;
        }
    }

    static void create(Connection connection, HostTable items, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(CREATE.formatted(name, items.quoted()));
        }
    }

    /** The columns by which a run's items are found, and among them the one at which an entry pointed. */
    static List<String> indexed(HostTable items, @Nullable String target) {
        HostColumn column = target == null ? null : items.find(target);
        return column == null || (column.kind() == ColumnKind.TEXT && column.size() > INDEXED_TEXT)
                ? List.of(ARCHIVED_BY)
                : List.of(ARCHIVED_BY, column.name());
    }

    static boolean isIndexed(HostTable archive, List<String> columns) {
        return archive.hasIndexOn(
                found(archive, columns).stream().map(HostColumn::name).toList());
    }

    static void index(Connection connection, HostTable archive, List<String> columns) throws SQLException {
        String sql = "create index " + indexOf(archive.given()) + " on " + archive.quoted() + " ("
                + found(archive, columns).stream().map(HostColumn::quoted).collect(Collectors.joining(", ")) + ")";
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<HostColumn> found(HostTable archive, List<String> columns) {
        List<HostColumn> found = new ArrayList<>();
        for (String name : columns) {
            HostColumn column = archive.find(name);
            if (column != null) {
                found.add(column);
            }
        }
        return found;
    }

    /** Indexes of different tables may not share a name in every database. */
    private static String indexOf(String archive) {
        return archive.length() + INDEX_SUFFIX.length() <= NAME_LENGTH
                ? archive + INDEX_SUFFIX
                : archive.substring(0, NAME_LENGTH - HASH_LENGTH - INDEX_SUFFIX.length()) + "_"
                        + Integer.toHexString(archive.hashCode()) + INDEX_SUFFIX;
    }

    /** Checks that the archive can take whole rows. */
    static void verify(Connection connection, Dialect dialect, HostTable items, String name) throws SQLException {
        if (items.find(ARCHIVED_BY) != null) {
            throw new MappingException(
                    items.given(), ARCHIVED_BY, "its archive has a column of this name for itself; rename the column");
        }
        if (!exists(connection, dialect, name)) {
            throw new MappingException(
                    name,
                    null,
                    "it takes the items that reruns delete from " + items.given()
                            + ", and is missing; call JdbcSchema.of(dataSource).with(mapping).createOrUpgrade()");
        }
        HostTable archive = HostTable.find(connection, dialect, name);
        for (HostColumn column : items.columns()) {
            HostColumn copy = archive.find(column.name());
            if (copy == null) {
                throw new MappingException(
                        name,
                        column.name(),
                        "the column is in " + items.given()
                                + " and not here, so that deleted items would lose it; add it," + " with type "
                                + column.fullType());
            }
            if (!copy.type().equals(column.type()) || copy.size() < column.size() || copy.digits() != column.digits()) {
                throw new MappingException(
                        name,
                        column.name(),
                        "its type " + copy.type() + "(" + copy.size() + ", " + copy.digits() + ") differs from "
                                + column.type() + "(" + column.size() + ", " + column.digits() + ") in "
                                + items.given() + "; change it");
            }
        }
        for (HostColumn column : archive.columns()) {
            boolean known = column.name().equalsIgnoreCase(ARCHIVED_BY) || items.find(column.name()) != null;
            if (!known && !column.nullable()) {
                throw new MappingException(
                        name, column.name(), "the column is no longer in " + items.given() + "; let it be null here");
            }
        }
    }
}
