package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** The parts of the host's SQL that a scenario without trouble does not reach. */
class HostRegisterTest {
    @Test
    void saysWhyTheFirstFailedLineFailed() throws Exception {
        try (MemoryDatabase database = new MemoryDatabase(1)) {
            JdbcSchema.of(database.dataSource()).createOrUpgrade();
            HostRegister register = new HostRegister(database.dataSource());
            assertThat(register.firstFailure(906_866)).isEqualTo("no failed line is recorded");

            try (Connection connection = database.dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into rerun_app (id, name) values (1, 'online-retail')");
                statement.execute("""
                        insert into activity_outcome (app_id, entry_id, rerun_id, status, diagnostics, processed_at,
                                                      duration_micros)
                        values (1, 12, 906866, 'FAILED', 'failed: no such article', current_timestamp, 1),
                               (1, 7, 906866, 'PROCESSED', 'billed', current_timestamp, 1),
                               (1, 3, 0, 'FAILED', 'failed: no rate', current_timestamp, 1)
                        """);
            }

            assertThat(register.firstFailure(906_866)).isEqualTo("line 12 failed: no such article");
            assertThat(OutcomeCounts.of(database.dataSource(), 906_866))
                    .isEqualTo(new OutcomeCounts(1, 0, 0, 0, 0, 0, 1));
        }
    }
}
