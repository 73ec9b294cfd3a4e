package dev.rerun.kafka;

import dev.rerun.core.spi.LaneWorker;
import dev.rerun.kafka.Backlog.Task;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that work on the backlog until it is closed. */
final class Workers {
    private static final Logger log = LoggerFactory.getLogger(KafkaStream.class);

    private final Backlog backlog;
    private final LaneWorker worker;
    private final List<Thread> threads;

    Workers(int count, Backlog backlog, LaneWorker worker) {
        this.backlog = backlog;
        this.worker = worker;
        this.threads = IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Thread(this::run, "rerun-worker-" + number))
                .toList();
    }

    void start() {
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Waits until all have ended their current calls; the backlog is closed before. */
    void join() {
        threads.forEach(Threads::join);
    }

    private void run() {
        boolean failing = false;
        Task task = backlog.take();
        while (task != null) {
            try {
                backlog.answer(task, worker.work(task.block()));
                failing = false;
            } catch (Throwable e) {
                // Said once; a database that is out of order for an hour need not fill the log.
                if (!failing) {
                    log.warn(
                            "Rerun {}, A batch failed as a whole; it is tried again until it succeeds",
                            task.block().rerunId(),
                            e);
                }
                failing = true;
                backlog.failed(task);
            }
            task = backlog.take();
        }
    }
}
