package dev.rerun.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** H2 from 2.3 on. */
final class H2Dialect implements Dialect {
    static final String PRODUCT = "H2";
    static final String SUPPORTED = "H2 from 2.3 on";

    /** A row that is never committed: who inserts it waits for whoever did before. */
    private static final List<String> SCHEMA_LOCK = List.of(
            "create table if not exists rerun_schema_lock (id integer not null primary key)",
            "insert into rerun_schema_lock (id) values (1)");

    private static final String ROW_LOCKED = "HYT00";
    private static final String MISSING_PRIVILEGE = "90096";
    private static final Set<String> MISSING_TABLE = Set.of("42S02", "42S03", "42S04");

    @Override
    public List<Migration> migrations() {
        return List.of(
                new Migration(1, "db/rerun-h2/V1__create_rerun_schema.sql"),
                new Migration(2, "db/rerun-h2/V2__entries_with_text_ids.sql"),
                new Migration(3, "db/rerun-h2/V3__steerable_runs.sql"),
                new Migration(4, "db/rerun-h2/V4__work_without_a_register.sql"));
    }

    @Override
    public List<String> schemaLock() {
        return SCHEMA_LOCK;
    }

    /** There is nothing to set. */
    @Override
    public void begin(Session session) {}

    @Override
    public Times times() {
        return Times.WITH_OFFSET;
    }

    /** H2 changes the isolation of the whole session. */
    @Override
    public Optional<String> readCommitted() {
        return Optional.empty();
    }

    @Override
    public Optional<String> uncommitted() {
        return Optional.of(
                "select contains_uncommitted from information_schema.sessions where session_id = session_id()");
    }

    /** From the first time that it is asked for; some modes of the database know it by the statement. */
    @Override
    public boolean clockStandsStill() {
        return true;
    }

    @Override
    public String now() {
        return "current_timestamp(6)";
    }

    @Override
    public String statementTime() {
        return now();
    }

    @Override
    public String minuteOf(String time) {
        return "cast(floor(extract(epoch from " + time + ") / 60) as bigint)";
    }

    @Override
    public String later(String time) {
        return "dateadd(microsecond, ?, " + time + ")";
    }

    @Override
    public String hashModulo(String text) {
        return "ora_hash(" + text + ", cast(? as integer) - 1)";
    }

    @Override
    public String asText(String value) {
        return "cast(" + value + " as varchar)";
    }

    @Override
    public String asNumber(String text) {
        return "cast(" + text + " as bigint)";
    }

    @Override
    public String next(String sequence) {
        return "next value for " + sequence;
    }

    /** A text that is given for JSON would become a JSON string. */
    @Override
    public String place(String type) {
        return type.equals("json") ? "? format json" : "?";
    }

    @Override
    public String textOrder(String id) {
        return "case when regexp_like(" + id + ", '^-?[0-9]+$') then cast(" + id + " as numeric(300)) end nulls last, "
                + id;
    }

    @Override
    public String keyTable(String alias, Column... columns) {
        return Arrays.stream(columns)
                .map(column -> "cast(? as " + column.type() + " array)")
                .collect(Collectors.joining(
                        ", ",
                        "unnest(",
                        Arrays.stream(columns)
                                .map(Column::name)
                                .collect(Collectors.joining(", ", ") " + alias + "(", ")"))));
    }

    @Override
    public List<Object> keyParameters(Connection connection, KeyRows rows) throws SQLException {
        return rows.arrays(connection);
    }

    /** An array ends at 65,536 elements, and a batch is as fast. */
    @Override
    public boolean insertsArrays() {
        return false;
    }

    @Override
    public String itemsFor(String keyTable, ItemTable items, String condition) {
        return keyTable + "\njoin " + items.name() + " i on " + condition;
    }

    @Override
    public String inKeyIndex(String instant) {
        return instant;
    }

    /** A statement that fails on H2 is undone alone, so that a plain insert will do. */
    @Override
    public String insertIfAbsent(String insert, String keyColumns) {
        return insert;
    }

    @Override
    public String selectBeforeInsert(String select) {
        return select;
    }

    @Override
    public boolean duplicateKey(SQLException failure) {
        return takenKey(failure);
    }

    @Override
    public boolean rowLocked(SQLException failure) {
        return ROW_LOCKED.equals(failure.getSQLState());
    }

    @Override
    public boolean missingTable(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && MISSING_TABLE.contains(state);
    }

    @Override
    public Archive archive(Session session, Tables tables, Scope scope, long rerunId) {
        return new SteppedArchive(session, tables, scope, rerunId);
    }

    @Override
    public boolean missingPrivilege(SQLException failure) {
        return MISSING_PRIVILEGE.equals(failure.getSQLState());
    }

    @Override
    public String grantee() {
        return "quote_ident(current_user)";
    }

    @Override
    public String storable(String text) {
        return text;
    }
}
