package dev.rerun.quickstart;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.jdbc.JdbcSchema;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of a worker process: it works on runs, whichever process starts them, and starts none itself. */
final class WorkerRun {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerRun.class);

    private final DataSource dataSource;
    private final ActivityStream stream;
    private final ContractResolver prices;
    private final int workers;

    /** Runs are calculated with the price list that is given, so it is that of after the change. */
    WorkerRun(DataSource dataSource, ActivityStream stream, ContractResolver prices, int workers) {
        this.dataSource = dataSource;
        this.stream = stream;
        this.prices = prices;
        this.workers = workers;
    }

    /** Works until the signal, and says when it has begun. What it leaves undone, other workers take up. */
    void run(Runnable ready, StopSignal stop) throws InterruptedException {
        // A worker would wait for its brokers; who starts it by hand wants to know.
        stream.checkReady();
        // Workers may come before the host.
        JdbcSchema.of(dataSource).createOrUpgrade();
        try (RerunEngine engine =
                FulfilmentEngine.on(dataSource, stream, prices).workers(0).build()) {
            engine.startWorkers(workers);
            LOG.info("Worker started, with {} threads; ctrl-C stops it", workers);
            ready.run();
            stop.await();
            LOG.info("Worker stops after its current batches");
        }
        LOG.info("Worker stopped; what is left of a run, others calculate");
    }
}
