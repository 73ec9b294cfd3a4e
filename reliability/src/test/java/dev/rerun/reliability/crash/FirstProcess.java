package dev.rerun.reliability.crash;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The process that goes on an errand. It gives its command on the main thread and only then starts its worker, and neither works
 * while the other does, so that the steps come in the same order each time.
 */
final class FirstProcess {
    private final Orders orders;
    private final Job job;
    private final Steps steps;
    private final @Nullable SteppedStream kafka;

    FirstProcess(Orders orders) {
        this.orders = orders;
        job = orders.errand().job();
        steps = new Steps(job::counts, orders.last());
        kafka = orders.topic()
                .map(topic -> new SteppedStream(topic.stream(), orders.blocks(), steps))
                .orElse(null);
    }

    void work() throws InterruptedException {
        RerunEngine engine = open();
        steps.count();
        Rerun run = job.command(engine, orders.run());
        if (kafka != null && (run != null || job == Job.OPEN)) {
            engine.startWorkers(1);
            kafka.awaitWork();
            // The engine's own close would wait for threads that stand still.
            kafka.close();
            steps.survive();
        } else if (run != null) {
            // On the thread that ends the run, before it takes another step.
            var unused = run.completion().thenRun(steps::survive);
            engine.startWorkers(1);
        } else {
            steps.survive();
        }
        while (true) {
            LockSupport.park();
        }
    }

    private RerunEngine open() {
        DataSource database = new SteppedSource(orders.database(), job::holdsUp, steps).dataSource();
        if (job == Job.OPEN && kafka == null) {
            steps.count();
        }
        JdbcSchema.of(database).createOrUpgrade();
        if (job == Job.OPEN) {
            steps.count();
        }
        RerunEngines.Builder builder = Host.engine(database, job.prices, new SteppedLogic(new BerthFee(), steps));
        if (kafka != null) {
            RequestSteps.take(steps, kafka::heard);
            builder.stream(kafka);
        }
        return builder.build();
    }
}
