package dev.rerun.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** PostgreSQL from 13 on. */
final class PostgresDialect implements Dialect {
    static final String PRODUCT = "PostgreSQL";
    static final String SUPPORTED = "PostgreSQL from 13 on";

    private static final String ROW_LOCKED = "55P03";
    private static final String MISSING_PRIVILEGE = "42501";
    private static final String MISSING_TABLE = "42P01";

    /**
     * The time, unless the table is in a state in which it must not be copied into: a view in its place, rules, which COPY passes
     * over, or policies for rows, with which it is refused.
     */
    private static final String COPYABLE = """
            select clock_timestamp() from pg_catalog.pg_class c
            where c.oid = to_regclass(?) and c.relkind in ('r', 'p') and not c.relhasrules and not row_security_active(c.oid)
            """;

    @Override
    public List<Migration> migrations() {
        return List.of(
                new Migration(1, "db/rerun-postgresql/V1__create_rerun_schema.sql"),
                new Migration(2, "db/rerun-postgresql/V2__entries_with_text_ids.sql"),
                new Migration(3, "db/rerun-postgresql/V3__steerable_runs.sql"),
                new Migration(4, "db/rerun-postgresql/V4__work_without_a_register.sql"));
    }

    @Override
    public List<String> schemaLock() {
        return List.of("select pg_advisory_xact_lock(hashtextextended('rerun_schema', 0))");
    }

    /**
     * A plan that is kept for a prepared statement may be one for tables that were small when it was made. To make one takes
     * less than a millisecond, and a batch is a handful of statements.
     */
    @Override
    public void begin(Session session) {
        session.update("""
                set transaction isolation level read committed;
                set local plan_cache_mode = force_custom_plan
                """, Binding.NONE);
    }

    /** To ask for a connection's isolation would cost each transaction a question more. */
    @Override
    public boolean beginsAtReadCommitted() {
        return true;
    }

    /**
     * Plans are kept, and for none of them there is another way than by index, so that it is the same whatever the tables were
     * when it was made. Before 18 what is off only costs a lot, for which code would be compiled.
     */
    @Override
    public void findByIndex(Session session) {
        session.update("""
                set local plan_cache_mode = force_generic_plan;
                set local enable_seqscan = off;
                set local enable_hashjoin = off;
                set local enable_mergejoin = off;
                set local jit = off
                """, Binding.NONE);
    }

    @Override
    public Times times() {
        return Times.WITH_OFFSET;
    }

    @Override
    public Optional<String> uncommitted() {
        return Optional.of("select pg_current_xact_id_if_assigned() is not null");
    }

    /** Not now(), which stands still in a transaction. */
    @Override
    public String now() {
        return "clock_timestamp()";
    }

    @Override
    public String statementTime() {
        return "statement_timestamp()";
    }

    @Override
    public String minuteOf(String time) {
        return "cast(floor(extract(epoch from " + time + ") / 60) as bigint)";
    }

    @Override
    public String later(String time) {
        return "(" + time + " + ? * interval '1 microsecond')";
    }

    /** Without the sign bit, so that the remainder is not negative. */
    @Override
    public String hashModulo(String text) {
        return "cast((hashtextextended(" + text + ", 0) & 9223372036854775807) % cast(? as integer) as integer)";
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
        return "nextval('" + sequence.replace("'", "''") + "')";
    }

    @Override
    public String place(String type) {
        return "?";
    }

    @Override
    public String hiddenRun() {
        return "(select cast(? as bigint))";
    }

    @Override
    public String textOrder(String id) {
        return "case when " + id + " ~ '^-?[0-9]+$' then cast(" + id + " as numeric) end nulls last, " + id
                + " collate \"C\"";
    }

    /**
     * The arrays are hidden from the planner, which takes them for short then and looks keys up by index. Knowing hundreds of
     * keys, it would rather read a table whole that has hundreds of thousands of rows.
     */
    @Override
    public String keyTable(String alias, Column... columns) {
        return Arrays.stream(columns)
                .map(column -> "(select cast(? as " + column.type() + "[]))")
                .collect(Collectors.joining(
                        ", ",
                        "unnest(",
                        Arrays.stream(columns)
                                .map(Column::name)
                                .collect(Collectors.joining(", ", ") " + alias + "(", ")"))));
    }

    /**
     * The offset keeps the planner from going through the items first, and for each through the keys, which it does while it
     * takes the table for small.
     */
    @Override
    public String itemsFor(String keyTable, ItemTable items, String condition) {
        return keyTable + "\ncross join lateral (select * from " + items.name() + " i where " + condition
                + " offset 0) i";
    }

    /**
     * For times that are newer than its statistics the planner expects hardly a row, and then takes the index by time alone as
     * readily, which has all keys' items of that time. So the time is not to be found there in this form.
     */
    @Override
    public String inKeyIndex(String instant) {
        return "(cast(" + instant + " as timestamptz) at time zone 'UTC')";
    }

    @Override
    public List<Object> keyParameters(Connection connection, KeyRows rows) throws SQLException {
        return rows.arrays(connection);
    }

    @Override
    public Optional<RowSink> copying(Session session, Connection connection, Insert insert) throws SQLException {
        Optional<RowCopy> copy = PostgresCopy.on(connection);
        return copy.isEmpty()
                ? Optional.empty()
                : session.first(COPYABLE, parameters -> parameters.text(insert.table()), Row::time)
                        .map(time -> new BinaryRows(copy.get(), insert, time));
    }

    @Override
    public boolean insertsArrays() {
        return true;
    }

    /** A failed statement would end the transaction. Whatever key is taken counts, so none is named. */
    @Override
    public String insertIfAbsent(String insert, String keyColumns) {
        return insert + " on conflict do nothing";
    }

    @Override
    public String selectBeforeInsert(String select) {
        return select;
    }

    /** Never: the insert does not fail. */
    @Override
    public boolean duplicateKey(SQLException failure) {
        return false;
    }

    @Override
    public boolean rowLocked(SQLException failure) {
        return ROW_LOCKED.equals(failure.getSQLState());
    }

    @Override
    public boolean missingTable(SQLException failure) {
        return MISSING_TABLE.equals(failure.getSQLState());
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
    public Archive archive(Session session, Tables tables, Scope scope, long rerunId) {
        return new ReturningArchive(session, tables, rerunId);
    }

    /** NUL is refused by the server; half of a surrogate pair the driver would silently make a question mark. */
    @Override
    public String storable(String text) {
        return StorableText.of(text, false);
    }
}
