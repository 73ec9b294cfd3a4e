package dev.rerun.kafka;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.kafka.Backlog.Task;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Threads that work on the backlog until it is closed. */
final class Workers {
    private static final Logger log = LoggerFactory.getLogger(KafkaStream.class);

    private final Backlog backlog;
    private final LaneWorker worker;
    private final List<Thread> threads;

    /**
     * The lane of each run whose failure was said. Until that lane succeeds no other is: a database that is out of order for an
     * hour need not fill the log.
     */
    private final Map<Long, Integer> failing = new ConcurrentHashMap<>();

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
        Task task = backlog.take();
        while (task != null) {
            Block block = task.block();
            try {
                backlog.answer(task, worker.work(block));
                failing.remove(block.rerunId(), block.lane());
            } catch (Throwable e) {
                if (failing.putIfAbsent(block.rerunId(), block.lane()) == null) {
                    log.warn(
                            "Rerun {}, A batch failed as a whole; it is tried again until it succeeds",
                            block.rerunId(),
                            e);
                }
                backlog.failed(task);
            }
            task = backlog.take();
        }
    }
}
