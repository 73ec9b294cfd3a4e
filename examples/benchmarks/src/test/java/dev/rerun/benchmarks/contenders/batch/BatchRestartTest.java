package dev.rerun.benchmarks.contenders.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.benchmarks.contenders.EndState;
import dev.rerun.benchmarks.contenders.Outcome;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.contenders.batch.BatchConfiguration.BatchSettings;
import dev.rerun.benchmarks.contenders.floor.FloorContender;
import dev.rerun.benchmarks.contenders.writing.InsertWriter;
import dev.rerun.benchmarks.server.BenchmarkServer;
import dev.rerun.benchmarks.server.ConnectionPool;
import dev.rerun.benchmarks.workload.NewItem;
import dev.rerun.benchmarks.workload.PlainWorkload;
import dev.rerun.benchmarks.workload.StandingItem;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What the engine is compared with can be restarted, as a skilled team would have it. */
class BatchRestartTest {
    private static final int THREADS = 2;

    /** Several chunks for each thread. */
    private static final PlainWorkload WORKLOAD = new PlainWorkload(6_000);

    @Test
    void aJobThatFailsInTheMiddleGoesOnWhereItWasInAnotherProcess() throws Exception {
        try (PostgresDatabase given = PostgresServer.shared().database();
                BenchmarkServer server = BenchmarkServer.given(given.url(), given.user(), null)) {
            WORKLOAD.fill(server.create("template"));
            PGSimpleDataSource undisturbed = server.copy("template", "undisturbed");
            FloorContender.copy().take(undisturbed, WORKLOAD, THREADS);
            PGSimpleDataSource database = server.copy("template", "restarted");
            new ResourceDatabasePopulator(new ClassPathResource(BatchContender.SCHEMA)).execute(database);
            Task task = Task.in(database, WORKLOAD);
            AtomicInteger chunks = new AtomicInteger();

            JobExecution failed = run(database, task, (connection, of) -> failingAtThird(chunks, connection, of));
            assertThat(failed.getStatus()).isEqualTo(BatchStatus.FAILED);
            assertThat(EndState.in(database)).isNotEqualTo(EndState.in(undisturbed));

            JobExecution restarted = run(database, task, InsertWriter::new);
            assertThat(restarted.getStatus()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(restarted.getJobInstance()).isEqualTo(failed.getJobInstance());
            assertThat(EndState.in(database)).isEqualTo(EndState.in(undisturbed));
        }
    }

    private static JobExecution run(PGSimpleDataSource database, Task task, ResultWriter.Factory writers)
            throws Exception {
        BatchSettings settings = new BatchSettings(task, THREADS, writers, new Stopwatch());
        try (HikariDataSource pool = ConnectionPool.of(database, 3 * THREADS);
                AnnotationConfigApplicationContext context = BatchContender.context(pool, settings)) {
            return BatchContender.start(context, WORKLOAD);
        }
    }

    private static ResultWriter failingAtThird(AtomicInteger chunks, Connection connection, Task task)
            throws SQLException {
        ResultWriter writer = new InsertWriter(connection, task);
        return new ResultWriter() {
            @Override
            public Map<String, StandingItem> items(List<NewItem> items) throws SQLException {
                return writer.items(items);
            }

            @Override
            public void outcomes(List<Outcome> outcomes) throws SQLException {
                if (chunks.incrementAndGet() == 3) {
                    throw new SQLException("made to fail");
                }
                writer.outcomes(outcomes);
            }
        };
    }
}
