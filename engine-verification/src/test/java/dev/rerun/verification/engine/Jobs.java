package dev.rerun.verification.engine;

import dev.rerun.core.spi.Position;
import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.TableMapping;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A workshop's table of jobs, which knows nothing of the library: some are stuck. */
final class Jobs {
    static final String APP = "workshop";

    private static final String CREATE = """
            create table job (
                job_no varchar(40) not null primary key,
                machine varchar(20) not null,
                made_at timestamp%1$s not null,
                priority integer not null,
                state varchar(20),
                tries smallint,
                weight decimal(10, 2),
                touched_at timestamp%1$s null,
                urgent boolean,
                ticket uuid
            )
            """;

    private static final String INSERT = "insert into job values (?, ?, ?, ?, ?, ?, ?, ?, ?, %s)";

    private final DataSource source;
    private final TestStore kind;

    Jobs(DataSource source, TestStore kind) throws SQLException {
        this.source = source;
        this.kind = kind;
        String create = CREATE.formatted("(6)");
        execute(kind == TestStore.MARIADB ? create.replace("timestamp", "datetime") : create);
    }

    /** A row. */
    record Job(
            String jobNo,
            String machine,
            Instant madeAt,
            int priority,
            @Nullable String state,
            @Nullable Integer tries,
            @Nullable BigDecimal weight,
            @Nullable Instant touchedAt,
            @Nullable Boolean urgent,
            @Nullable UUID ticket) {
        static final Comparator<Job> SEQUENCE = Comparator.comparing(job -> new Position(job.madeAt, job.jobNo));

        static Job simple(String jobNo, Instant madeAt) {
            return new Job(jobNo, "lathe " + jobNo, madeAt, 1, "STUCK", 0, null, madeAt, null, null);
        }

        /** Small ranges, so that values meet. The instant is what the ages of rows count from. */
        static Job random(Random random, int number, Instant now) {
            return new Job(
                    "j-" + number,
                    "m" + random.nextInt(5),
                    now.minusSeconds(random.nextInt(1000) * 3600L),
                    random.nextInt(4),
                    random.nextInt(5) == 0 ? null : "state " + random.nextInt(4),
                    random.nextInt(5) == 0 ? null : random.nextInt(6) - 1,
                    random.nextInt(5) == 0 ? null : BigDecimal.valueOf(random.nextInt(400), 2),
                    random.nextInt(5) == 0 ? null : now.minusSeconds(random.nextInt(48) * 3600L),
                    random.nextInt(3) == 0 ? null : random.nextBoolean(),
                    random.nextInt(3) == 0 ? null : new UUID(7, random.nextInt(5)));
        }
    }

    static TableMapping mapping() {
        return TableMapping.of(EntryMapping.table("job")
                        .id("job_no")
                        .orderingKey("machine")
                        .createdAt("made_at")
                        .columns("state", "tries", "weight", "touched_at", "urgent", "ticket", "priority"))
                .ofApp(APP);
    }

    void insert(List<Job> jobs) throws SQLException {
        String uuid = kind == TestStore.POSTGRESQL ? "cast(? as uuid)" : "?";
        try (Connection connection = source.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT.formatted(uuid))) {
            for (Job job : jobs) {
                List<@Nullable Object> values = new ArrayList<>();
                values.add(job.jobNo());
                values.add(job.machine());
                values.add(local(job.madeAt()));
                values.add(job.priority());
                values.add(job.state());
                values.add(job.tries());
                values.add(job.weight());
                values.add(local(job.touchedAt()));
                values.add(job.urgent());
                values.add(job.ticket() == null ? null : job.ticket().toString());
                for (int i = 0; i < values.size(); i++) {
                    statement.setObject(i + 1, values.get(i));
                }
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static @Nullable LocalDateTime local(@Nullable Instant time) {
        return time == null ? null : LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }
}
