package dev.rerun.reprocess;

import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A database with the registration processor's table, in which are 10,000 made-up registrations. */
final class Registrations implements AutoCloseable {
    static final int ROWS = 10_000;

    /** What the usual approach selects, in plain SQL. */
    static final String USUAL = """
            latest_trn_status_code in ('SUCCESS', 'REPROCESS', 'IN_PROGRESS')
            and reg_process_retry_count <= 500
            and latest_trn_dtimes < (now() at time zone 'UTC') - interval '1 day'
            and status_code not in ('PROCESSED', 'FAILED', 'REJECTED')
            """;

    private static final int CREATED = 9;
    private static final int TOUCHED = 8;

    private static final String TABLE = """
            create schema regprc;
            create table regprc.registration (
                reg_id varchar(39), process varchar(36), ref_reg_id varchar(39), applicant_type varchar(36),
                status_code varchar(36) not null, lang_code varchar(3), status_comment varchar(256),
                latest_trn_id varchar(36), latest_trn_type_code varchar(36), latest_trn_status_code varchar(36),
                latest_trn_dtimes timestamp, reg_process_retry_count smallint, reg_stage_name varchar(50),
                trn_retry_count smallint, pkt_cr_dtimes timestamp, is_active boolean, cr_by varchar(256),
                cr_dtimes timestamp, upd_by varchar(256), upd_dtimes timestamp, is_deleted boolean,
                del_dtimes timestamp, resume_timestamp timestamp, default_resume_action varchar(50),
                pause_rule_ids varchar(256), last_success_stage_name varchar(50),
                workflow_instance_id varchar(36) primary key, source varchar(50), iteration integer default 1)
            """;

    private static final String INSERT = """
            insert into regprc.registration (workflow_instance_id, reg_id, process, status_code, latest_trn_type_code,
                latest_trn_status_code, reg_process_retry_count, latest_trn_dtimes, cr_dtimes, source, iteration,
                is_active)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, true)
            """;

    private final PostgresDatabase database = PostgresServer.shared().database("registrations", Registrations::fill);

    PostgresDatabase database() {
        return database;
    }

    private static void fill(DataSource source) {
        Random random = new Random(20_261_122);
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.MILLIS);
        try (Connection connection = source.getConnection()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (int i = 0; i < ROWS; i++) {
                    add(insert, random, now);
                }
                insert.executeBatch();
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(PreparedStatement insert, Random random, LocalDateTime now) throws SQLException {
        insert.setString(1, new UUID(random.nextLong(), random.nextLong()).toString());
        insert.setString(2, "1000" + (2_000_000_000L + random.nextInt(5_000)) + "20261101");
        insert.setString(3, one(random, "NEW", "UPDATE", "LOST"));
        insert.setString(4, one(random, "PROCESSING", "PROCESSED", "FAILED", "REJECTED", "PAUSED", "REPROCESS"));
        insert.setString(
                5,
                orNull(
                        random,
                        one(random, "UPLOAD_PACKET", "VALIDATE_PACKET", "QUALITY_CHECK", "UIN_GENERATOR", "PRINT")));
        insert.setString(6, orNull(random, one(random, "SUCCESS", "REPROCESS", "IN_PROGRESS", "FAILED", "ERROR")));
        insert.setObject(7, random.nextInt(10) == 0 ? null : random.nextInt(1_000));
        insert.setObject(TOUCHED, random.nextInt(10) == 0 ? null : now.minusMinutes(random.nextInt(5 * 24 * 60)));
        insert.setObject(CREATED, now.minusMinutes(random.nextInt(30 * 24 * 60)));
        insert.setString(10, orNull(random, "REGISTRATION_CLIENT"));
        insert.setObject(11, random.nextInt(10) == 0 ? null : 1 + random.nextInt(2));
        insert.addBatch();
    }

    private static String one(Random random, String... values) {
        return values[random.nextInt(values.length)];
    }

    private static @Nullable String orNull(Random random, String value) {
        return random.nextInt(10) == 0 ? null : value;
    }

    /** The IDs of what the usual approach selects, in its order. */
    List<String> usual(int limit) {
        return column("select workflow_instance_id from regprc.registration where " + USUAL
                + " order by latest_trn_dtimes, cr_dtimes, workflow_instance_id limit " + limit);
    }

    /** A packet as operators name it. */
    String named(String workflowId) {
        String sql = "select format('%L,%L,%L', reg_id, process, workflow_instance_id) from regprc.registration"
                + " where workflow_instance_id = '" + workflowId + "'";
        return column(sql).get(0);
    }

    /** Deletes most of the rows, for tests that send all that is left. */
    void leaveOneOfFive() {
        execute("delete from regprc.registration where abs(hashtext(workflow_instance_id)) % 5 <> 0");
    }

    /** The first column of what a query yields. */
    List<String> column(String sql) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void execute(String sql) {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
