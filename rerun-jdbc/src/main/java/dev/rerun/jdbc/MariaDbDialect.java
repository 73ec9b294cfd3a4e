package dev.rerun.jdbc;

import dev.rerun.core.spi.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** MariaDB from 10.6 on, and MySQL from 8.0.17 on, which differ in the name of a collation. */
final class MariaDbDialect implements Dialect {
    static final String PRODUCT = "MariaDB";
    static final String MYSQL_PRODUCT = "MySQL";
    static final String SUPPORTED = "MariaDB from 10.6 on, MySQL from 8.0.17 on";

    /** The row is committed at once: who waits with an insert for one that is then rolled back may be in a deadlock. */
    private static final List<String> SCHEMA_LOCK = List.of(
            "create table if not exists rerun_schema_lock (id integer not null primary key)",
            "insert ignore into rerun_schema_lock (id) values (1)",
            "commit",
            "select id from rerun_schema_lock where id = 1 for update");

    private static final int DUPLICATE_KEY = 1062;
    /** Of MariaDB and of MySQL. */
    private static final Set<Integer> ROW_LOCKED = Set.of(1205, 3572);

    /** Access denied to a database, to a table and to a column. */
    private static final Set<Integer> MISSING_PRIVILEGES = Set.of(1044, 1142, 1143);

    private static final String MISSING_TABLE = "42S02";

    private static final String COLLATIONS = """
            select column_name, character_set_name, collation_name from information_schema.columns
            where table_schema = ? and table_name = ? and collation_name is not null
            """;

    private final String migrations;
    private final String keyCollation;

    private MariaDbDialect(String migrations, String keyCollation) {
        this.migrations = migrations;
        this.keyCollation = keyCollation;
    }

    static MariaDbDialect ofMariaDb() {
        return new MariaDbDialect("db/rerun-mariadb/", "utf8mb4_nopad_bin");
    }

    static MariaDbDialect ofMySql() {
        return new MariaDbDialect("db/rerun-mysql/", "utf8mb4_0900_bin");
    }

    @Override
    public List<Migration> migrations() {
        return List.of(
                new Migration(1, migrations + "V1__create_rerun_schema.sql"),
                new Migration(2, migrations + "V2__entries_with_text_ids.sql"),
                new Migration(3, migrations + "V3__steerable_runs.sql"),
                new Migration(4, migrations + "V4__work_without_a_register.sql"));
    }

    /** Without a strict mode, what does not fit a column is cut or replaced, and no more than a warning says so. */
    @Override
    public void begin(Session session) {
        String mode = session.list("select @@sql_mode", Binding.NONE, Row::text).get(0);
        if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
            throw new StoreException(
                    "the connection's sql_mode '" + mode + "' is not strict, so that values could be cut unnoticed;"
                            + " add STRICT_TRANS_TABLES to it",
                    null);
        }
    }

    @Override
    public Times times() {
        return Times.IN_UTC;
    }

    @Override
    public String now() {
        return "utc_timestamp(6)";
    }

    @Override
    public String statementTime() {
        return now();
    }

    @Override
    public String minuteOf(String time) {
        return "timestampdiff(minute, timestamp '1970-01-01 00:00:00', " + time + ")";
    }

    @Override
    public String later(String time) {
        return "(" + time + " + interval ? microsecond)";
    }

    @Override
    public String hashModulo(String text) {
        return "crc32(" + text + ") % ?";
    }

    /** As the connection's own collation has it, unless it is said. */
    @Override
    public String asText(String value) {
        return "convert(" + value + " using utf8mb4) collate " + keyCollation;
    }

    @Override
    public String asNumber(String text) {
        return "cast(" + text + " as signed)";
    }

    @Override
    public String next(String sequence) {
        return "next value for " + sequence;
    }

    @Override
    public String place(String type) {
        return "?";
    }

    @Override
    public String textOrder(String id) {
        String number = "case when " + id + " regexp '^-?[0-9]+$' then cast(" + id + " as decimal(65)) end";
        return number + " is null, " + number + ", " + id;
    }

    /** A column of type TIMESTAMP shows other times in each session's zone. */
    @Override
    public ColumnKind kindOf(String type, int number) {
        return type.equalsIgnoreCase("timestamp") ? ColumnKind.OTHER : ColumnKind.of(type, number);
    }

    @Override
    public Map<String, Collation> collations(Connection connection, @Nullable String schema, String table)
            throws SQLException {
        Map<String, Collation> collations = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLLATIONS)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    collations.put(row.getString(1), new Collation(row.getString(2), row.getString(3)));
                }
            }
        }
        return collations;
    }

    @Override
    public boolean missingPrivilege(SQLException failure) {
        return MISSING_PRIVILEGES.contains(failure.getErrorCode());
    }

    /** As {@code 'name'@'host'}. */
    @Override
    public String grantee() {
        return "concat(quote(substring_index(current_user(), '@', 1)), '@', quote(substring_index(current_user(), '@', -1)))";
    }

    @Override
    public List<String> schemaLock() {
        return SCHEMA_LOCK;
    }

    @Override
    public String keyTable(String alias, Column... columns) {
        String definitions = Arrays.stream(columns)
                .map(column -> column.name() + " " + typeOf(column) + " path '$["
                        + List.of(columns).indexOf(column) + "]'")
                .collect(Collectors.joining(", "));
        return "json_table(?, '$[*]' columns (" + definitions + ")) " + alias;
    }

    /** What is longer than a column can hold is cut; cut to 256 characters it still equals nothing that is in one. */
    private String typeOf(Column column) {
        return column.type().equals("varchar")
                ? "varchar(256) character set utf8mb4 collate " + keyCollation
                : column.type();
    }

    @Override
    public List<Object> keyParameters(Connection connection, KeyRows rows) {
        return List.of(rows.json());
    }

    /**
     * The keys come first, and each is looked up by one of the indexes that begin with it, whatever the optimizer takes the
     * sizes for: it would go through a small table whole, and under a lock wait for rows that no key names; or through all
     * items of a time, whoever's they are. What indexes a host's table has is the host's affair.
     */
    @Override
    public String itemsFor(String keyTable, ItemTable items, String condition) {
        String indexes = items.own() ? " force index (primary, register_item_by_key)" : "";
        return keyTable + "\nstraight_join " + items.name() + " i" + indexes + " on " + condition;
    }

    @Override
    public String inKeyIndex(String instant) {
        return instant;
    }

    /** The drivers send a batch of inserts as one. */
    @Override
    public boolean insertsArrays() {
        return false;
    }

    /** A statement that fails is undone alone. */
    @Override
    public String insertIfAbsent(String insert, String keyColumns) {
        return insert;
    }

    /** It keeps whatever value it is given. */
    @Override
    public String overriding() {
        return "";
    }

    /**
     * Who waits with an insert for another of the same key keeps a lock on the gap when that one is rolled back, and two of
     * them then wait for each other. At READ COMMITTED a select keeps none.
     */
    @Override
    public String selectBeforeInsert(String select) {
        return select + " for update";
    }

    @Override
    public boolean duplicateKey(SQLException failure) {
        return failure.getErrorCode() == DUPLICATE_KEY;
    }

    @Override
    public boolean takenKey(SQLException failure) {
        return duplicateKey(failure);
    }

    /** MariaDB says the same of a wait that took too long. */
    @Override
    public boolean rowLocked(SQLException failure) {
        return ROW_LOCKED.contains(failure.getErrorCode());
    }

    @Override
    public boolean missingTable(SQLException failure) {
        return MISSING_TABLE.equals(failure.getSQLState());
    }

    @Override
    public Archive archive(Session session, Tables tables, Scope scope, long rerunId) {
        return new RecheckingArchive(session, tables, scope, rerunId);
    }

    /** Half of a surrogate pair the drivers would silently make a question mark. */
    @Override
    public String storable(String text) {
        return StorableText.of(text, true);
    }
}
