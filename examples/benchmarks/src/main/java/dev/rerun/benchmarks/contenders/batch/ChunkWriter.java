package dev.rerun.benchmarks.contenders.batch;

import dev.rerun.benchmarks.contenders.BatchWork;
import dev.rerun.benchmarks.contenders.ResultWriter;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.workload.Entry;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ItemWriter;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Calculates a chunk and writes it, in the chunk's transaction. The logic is here and not in a processor, since what it reads of
 * the register is read at once for the whole chunk, and since it has to see what it wrote for earlier entries of the chunk.
 */
record ChunkWriter(DataSource dataSource, Task task, BatchWork work, ResultWriter.Factory writers, Stopwatch watch)
        implements ItemWriter<Entry> {
    @Override
    public void write(Chunk<? extends Entry> chunk) throws SQLException {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try {
            List<? extends Entry> entries = chunk.getItems();
            work.run(connection, entries, writers.on(connection, task));
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                watch.result();
            }
        });
    }
}
