package dev.rerun.reliability.faults;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Harbour;
import dev.rerun.reliability.harbour.Harbour.Prices;
import dev.rerun.reliability.harbour.Host;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The program of a process that comes to a point, says so, and waits there for a line; meanwhile it is stopped. Then it does what it
 * can, until all is done.
 */
final class StoppedProgram {
    static final String READY = "ready";
    static final String THERE = "there";

    /** In place of brokers. */
    static final String NONE = "none";

    /** The second entry of a batch. */
    private static final int ENTRY = 2;

    private final StoppingPoint point;
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicBoolean came = new AtomicBoolean();
    private final CountDownLatch left = new CountDownLatch(1);

    private StoppedProgram(StoppingPoint point) {
        this.point = point;
    }

    /** Is given the database's URL and user, the point, the brokers and the topic. */
    public static void main(String[] arguments) throws InterruptedException {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments[0]);
        database.setUser(arguments[1]);
        ActivityStream stream = arguments[3].equals(NONE)
                ? new InProcessStream(Duration.ofMillis(10))
                : Brokers.stream(arguments[3], arguments[4]).build();
        new StoppedProgram(StoppingPoint.valueOf(arguments[2])).run(database, stream);
    }

    private void run(DataSource database, ActivityStream stream) throws InterruptedException {
        try (RerunEngine engine = Host.engine(database, Prices.V2, new WatchedFee(new BerthFee(), this::afterEntry))
                .store(new StoppingStore(JdbcStore.on(database), this::beforeTransaction))
                .stream(new PublishingStops(stream, () -> standStill(StoppingPoint.IN_A_START)))
                .build()) {
            System.out.println(READY);
            if (point == StoppingPoint.IN_A_START) {
                start(engine);
            } else {
                engine.startWorkers(1);
                left.await();
            }
            engine.find(engine.history(Harbour.APP).get(0).id()).orElseThrow().await(Operator.LONG);
        }
    }

    private static void start(RerunEngine engine) {
        try {
            engine.start(Host.request());
        } catch (RerunStartFailedException e) {
            System.out.println(e.getMessage());
        }
    }

    private void afterEntry() {
        if (entries.incrementAndGet() >= ENTRY) {
            standStill(StoppingPoint.IN_A_BATCH);
        }
    }

    private void beforeTransaction() {
        if (entries.get() > 0 && Thread.currentThread().getName().startsWith("rerun-worker")) {
            standStill(StoppingPoint.BETWEEN_BATCHES);
        }
    }

    private void standStill(StoppingPoint here) {
        if (here != point || !came.compareAndSet(false, true)) {
            return;
        }
        System.out.println(THERE);
        try {
            if (System.in.read() < 0) {
                // The test is gone.
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        left.countDown();
    }
}
