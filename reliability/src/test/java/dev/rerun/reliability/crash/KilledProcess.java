package dev.rerun.reliability.crash;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The process that is killed. It gives its command on the main thread and only then starts its worker, and neither works while
 * the other does, so that the steps come in the same order each time.
 */
final class KilledProcess {
    private KilledProcess() {}

    /** Is given the database's URL and user, the job, the ID of the run that it is about, and the last step. */
    public static void main(String[] arguments) {
        Thread lifeline = new Thread(KilledProcess::endWithTheTest, "ends with the test");
        lifeline.setDaemon(true);
        lifeline.start();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments[0]);
        database.setUser(arguments[1]);
        Job job = Job.of(arguments[2]);
        Steps steps = new Steps(job::counts, Integer.parseInt(arguments[4]));
        RerunEngine engine = Host.engine(
                        new SteppedSource(database, job::holdsUp, steps).dataSource(),
                        job.prices,
                        new SteppedLogic(new BerthFee(), steps))
                .build();
        steps.count();
        Rerun run = job.command(engine, Long.parseLong(arguments[3]));
        if (run == null) {
            steps.survive();
        } else {
            // On the thread that ends the run, before it takes another step.
            var unused = run.completion().thenRun(steps::survive);
            engine.startWorkers(1);
        }
        while (true) {
            LockSupport.park();
        }
    }

    /** The test never writes to this process, so what it reads is the end of the test. */
    private static void endWithTheTest() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
