package dev.rerun.benchmarks.contenders.batch;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.batch.BatchConfiguration.BatchSettings;
import dev.rerun.benchmarks.contenders.writing.ArrayWriter;
import dev.rerun.benchmarks.contenders.writing.InsertWriter;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.ConnectionPool;
import dev.rerun.benchmarks.workload.Workload;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** The job of {@link BatchConfiguration}. It freezes no selection and counts nothing that is kept, which an engine does. */
public final class BatchContender implements Contender {
    private static final String FAMILY = "spring-batch";

    /** Of Spring Batch's own tables. */
    static final String SCHEMA = "org/springframework/batch/core/schema-postgresql.sql";

    /** What the job repository needs besides a cursor and a transaction for each thread. */
    private static final int MORE_CONNECTIONS = 2;

    private final String variant;
    private final String how;
    private final ResultWriter.Factory writers;

    private BatchContender(String variant, String how, ResultWriter.Factory writers) {
        this.variant = variant;
        this.how = how;
        this.writers = writers;
    }

    /** Writes JDBC batches that the driver rewrites. */
    public static BatchContender rows() {
        return new BatchContender(
                "rows", "JDBC batches that the driver rewrites to inserts of many rows", InsertWriter::new);
    }

    /** Writes arrays. */
    public static BatchContender arrays() {
        return new BatchContender("arrays", "array inserts", ArrayWriter::new);
    }

    @Override
    public String name() {
        return FAMILY + "-" + variant;
    }

    @Override
    public String family() {
        return FAMILY;
    }

    @Override
    public String description() {
        return "Spring Batch: a set-based tasklet, then a partitioned step with a cursor for each partition, chunks of 1,000, "
                + how;
    }

    @Override
    public Turn take(PGSimpleDataSource filled, Workload workload, int threads) throws SQLException {
        filled.setReWriteBatchedInserts(true);
        new ResourceDatabasePopulator(new ClassPathResource(SCHEMA)).execute(filled);
        Stopwatch watch = new Stopwatch();
        BatchSettings settings = new BatchSettings(Task.in(filled, workload), threads, writers, watch);
        try (HikariDataSource pool = ConnectionPool.of(filled, 2 * threads + MORE_CONNECTIONS);
                AnnotationConfigApplicationContext context = context(pool, settings)) {
            watch.begin();
            JobExecution execution = start(context, workload);
            Turn turn = watch.ended(done(execution), Optional.empty());
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                throw failed(execution);
            }
            return turn;
        } catch (JobExecutionException e) {
            throw new BenchmarkFailedException("the job of " + name() + " did not start", e);
        }
    }

    /** As a process of a team would have it. */
    static AnnotationConfigApplicationContext context(DataSource pool, BatchSettings settings) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean("dataSource", DataSource.class, () -> pool);
        context.registerBean(BatchSettings.class, () -> settings);
        context.register(BatchConfiguration.class);
        context.refresh();
        return context;
    }

    /** Starts the job, or goes on with it where one of the same cutoff has failed. */
    static JobExecution start(AnnotationConfigApplicationContext context, Workload workload)
            throws JobExecutionException {
        return context.getBean(JobOperator.class)
                .start(
                        context.getBean(Job.class),
                        new JobParametersBuilder()
                                .addString("cutoff", workload.window().cutoff().toString())
                                .toJobParameters());
    }

    private BenchmarkFailedException failed(JobExecution execution) {
        return new BenchmarkFailedException(
                "the job of " + name() + " ended with " + execution.getExitStatus(),
                execution.getAllFailureExceptions().stream().findFirst().orElse(null));
    }

    private static long done(JobExecution execution) {
        return execution.getStepExecutions().stream()
                .filter(step -> step.getStepName().startsWith(BatchConfiguration.CALCULATE + ":"))
                .mapToLong(StepExecution::getWriteCount)
                .sum();
    }
}
