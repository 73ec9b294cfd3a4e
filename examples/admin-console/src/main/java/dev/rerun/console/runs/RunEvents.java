package dev.rerun.console.runs;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunReport;
import dev.rerun.console.reports.RunTotals;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Live progress as server-sent events: {@code progress} with a {@link RunState}, {@code totals} once those after the run are known. */
@Component
public class RunEvents {
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final ProgressFeed feed;
    private final RunTotals totals;
    private final ExecutorService senders = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "run-events");
        thread.setDaemon(true);
        return thread;
    });

    public RunEvents(ProgressFeed feed, RunTotals totals) {
        this.feed = feed;
        this.totals = totals;
    }

    /** Begins with where the run stands. */
    public SseEmitter of(Rerun run) {
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        EventSender sender = new EventSender(run.id(), emitter, senders);
        Runnable leave = () -> feed.remove(sender);
        emitter.onCompletion(leave);
        emitter.onTimeout(emitter::complete);
        emitter.onError(error -> leave.run());
        feed.add(sender);
        RerunReport report = run.report();
        sender.progress(report);
        Instant ended = report.finishedAt();
        if (ended != null && !totals.after(run.id(), ended).isEmpty()) {
            sender.totals();
        }
        return emitter;
    }

    @PreDestroy
    void close() {
        senders.shutdownNow();
    }
}
