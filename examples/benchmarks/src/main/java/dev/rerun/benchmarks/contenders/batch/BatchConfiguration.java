package dev.rerun.benchmarks.contenders.batch;

import dev.rerun.benchmarks.contenders.BatchWork;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.SelectedEntries;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.Entry;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job: a step that deletes, and one that calculates, in as many partitions as there are threads. A partition has the keys of
 * one remainder of their hash, so that each key's entries come in order. All of it can be restarted where it was left: the job
 * repository is in the same database, and a cursor remembers how many entries it has given out.
 */
@Configuration(proxyBeanMethods = false)
@EnableBatchProcessing
@EnableJdbcJobRepository
class BatchConfiguration {
    static final String JOB = "rerun";
    static final String CALCULATE = "calculate";

    private static final int CHUNK = 1_000;
    private static final String PARTITION = "partition";

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    TaskExecutor partitions(BatchSettings settings) {
        ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
        executor.setCorePoolSize(settings.threads());
        executor.setMaxPoolSize(settings.threads());
        return executor;
    }

    @Bean
    Job job(JobRepository repository, Step delete, Step calculateAll) {
        return new JobBuilder(JOB, repository).start(delete).next(calculateAll).build();
    }

    @Bean
    Step delete(
            JobRepository repository,
            PlatformTransactionManager transactions,
            DataSource dataSource,
            BatchSettings settings) {
        return new StepBuilder("delete", repository)
                .tasklet(new DeleteTasklet(new JdbcTemplate(dataSource), settings.task()), transactions)
                .listener(new StepExecutionListener() {
                    @Override
                    public ExitStatus afterStep(StepExecution step) {
                        settings.watch().prepared();
                        return step.getExitStatus();
                    }
                })
                .build();
    }

    @Bean
    Step calculateAll(JobRepository repository, Step calculate, TaskExecutor partitions, BatchSettings settings) {
        Partitioner partitioner = size -> {
            Map<String, ExecutionContext> contexts = new HashMap<>();
            for (int partition = 0; partition < size; partition++) {
                ExecutionContext context = new ExecutionContext();
                context.putInt(PARTITION, partition);
                contexts.put(PARTITION + partition, context);
            }
            return contexts;
        };
        return new StepBuilder("calculate-all", repository)
                .partitioner(CALCULATE, partitioner)
                .step(calculate)
                .gridSize(settings.threads())
                .taskExecutor(partitions)
                .build();
    }

    @Bean
    Step calculate(
            JobRepository repository,
            PlatformTransactionManager transactions,
            JdbcCursorItemReader<Entry> reader,
            DataSource dataSource,
            BatchSettings settings) {
        Task task = settings.task();
        return new StepBuilder(CALCULATE, repository)
                .<Entry, Entry>chunk(CHUNK)
                .transactionManager(transactions)
                .reader(reader)
                .writer(new ChunkWriter(dataSource, task, new BatchWork(task), settings.writers(), settings.watch()))
                .build();
    }

    /** On a connection of its own, so that the cursor outlives the chunks' transactions. */
    @Bean
    @StepScope
    JdbcCursorItemReader<Entry> reader(
            DataSource dataSource,
            BatchSettings settings,
            @Value("#{stepExecutionContext['" + PARTITION + "']}") int partition) {
        return new JdbcCursorItemReaderBuilder<Entry>()
                .name("entries")
                .dataSource(dataSource)
                .connectionAutoCommit(false)
                .fetchSize(CHUNK)
                .sql(SelectedEntries.SHARE)
                .preparedStatementSetter(statement ->
                        SelectedEntries.bindShare(statement, settings.task(), partition, settings.threads()))
                .rowMapper((row, number) -> SelectedEntries.read(row))
                .build();
    }

    /**
     * What differs from turn to turn.
     *
     * @param task what is to be done
     * @param threads how many partitions and threads there are
     * @param writers how a chunk is written
     * @param watch what takes the times
     */
    record BatchSettings(Task task, int threads, ResultWriter.Factory writers, Stopwatch watch) {}
}
