package dev.rerun.benchmarks.contenders.naive;

import dev.rerun.benchmarks.contenders.BatchWork;
import dev.rerun.benchmarks.contenders.Contender;
import dev.rerun.benchmarks.contenders.SelectedEntries;
import dev.rerun.benchmarks.contenders.Stopwatch;
import dev.rerun.benchmarks.contenders.Task;
import dev.rerun.benchmarks.contenders.Threads;
import dev.rerun.benchmarks.contenders.Turn;
import dev.rerun.benchmarks.contenders.writing.InsertWriter;
import dev.rerun.benchmarks.workload.Workload;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Deletes in batches of 1,000, then calculates one entry after the other, each in a transaction of its own. The entries are
 * shared out over as many threads as the others have. It freezes no selection and counts nothing that is kept.
 */
public final class RowByRow implements Contender {
    private static final int FETCHED = 1_000;

    @Override
    public String name() {
        return "row-by-row";
    }

    @Override
    public String description() {
        return "deletes in batches of 1,000, then one transaction for each entry";
    }

    @Override
    public Turn take(PGSimpleDataSource filled, Workload workload, int threads) throws SQLException {
        Task task = Task.in(filled, workload);
        Stopwatch watch = new Stopwatch();
        watch.begin();
        new DeleteLoop(filled, task).run();
        watch.prepared();
        long done = Threads.share(threads, thread -> () -> share(filled, task, thread, threads, watch));
        return watch.ended(done, Optional.empty());
    }

    private static long share(DataSource database, Task task, int thread, int threads, Stopwatch watch)
            throws SQLException {
        long done = 0;
        BatchWork work = new BatchWork(task);
        try (Connection reading = database.getConnection();
                Connection writing = database.getConnection();
                PreparedStatement entries = reading.prepareStatement(SelectedEntries.SHARE)) {
            reading.setAutoCommit(false);
            writing.setAutoCommit(false);
            entries.setFetchSize(FETCHED);
            SelectedEntries.bindShare(entries, task, thread, threads);
            InsertWriter writer = new InsertWriter(writing, task);
            try (ResultSet row = entries.executeQuery()) {
                while (row.next()) {
                    work.run(writing, List.of(SelectedEntries.read(row)), writer);
                    writing.commit();
                    watch.result();
                    done++;
                }
            }
        }
        return done;
    }
}
