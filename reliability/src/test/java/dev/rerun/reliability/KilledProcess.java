package dev.rerun.reliability;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The process that is killed. It gives its command on the main thread and only then starts its worker, and each waits for the
 * other, so that the steps come in the same order each time.
 */
final class KilledProcess {
    private KilledProcess() {}

    /** Is given the database's URL and user, the job, the ID of the run that it is about, and the last step. */
    public static void main(String[] arguments) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments[0]);
        database.setUser(arguments[1]);
        Job job = Job.of(arguments[2]);
        Steps steps = new Steps(Integer.parseInt(arguments[4]));
        RerunEngine engine = Host.engine(
                        new SteppedSource(database, steps).dataSource(),
                        job.prices,
                        new SteppedLogic(new BerthFee(), steps))
                .build();
        steps.count();
        Rerun run = job.command(engine, Long.parseLong(arguments[3]));
        if (run == null) {
            steps.survive();
        } else {
            // By the worker, before it takes another step.
            var unused = run.completion().thenRun(steps::survive);
            engine.startWorkers(1);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
