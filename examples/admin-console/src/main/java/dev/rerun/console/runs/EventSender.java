package dev.rerun.console.runs;

import dev.rerun.api.RerunReport;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Sends events to one browser, never more than one at a time. One that is slow gets the newest progress alone, and holds up nobody. */
final class EventSender implements ProgressFeed.Watcher {
    private final long rerunId;
    private final SseEmitter emitter;
    private final Executor threads;
    private @Nullable RerunReport progress;
    private boolean totals;
    private boolean sending;

    EventSender(long rerunId, SseEmitter emitter, Executor threads) {
        this.rerunId = rerunId;
        this.emitter = emitter;
        this.threads = threads;
    }

    @Override
    public long rerunId() {
        return rerunId;
    }

    @Override
    public synchronized void progress(RerunReport report) {
        progress = report;
        begin();
    }

    @Override
    public synchronized void totals() {
        totals = true;
        begin();
    }

    private synchronized void begin() {
        if (!sending) {
            sending = true;
            threads.execute(this::send);
        }
    }

    private void send() {
        try {
            for (SseEmitter.SseEventBuilder event = next(); event != null; event = next()) {
                emitter.send(event);
            }
        } catch (IOException | IllegalStateException e) {
            // The browser has gone, which is how most watching ends.
            emitter.completeWithError(e);
        }
    }

    private synchronized SseEmitter.@Nullable SseEventBuilder next() {
        if (progress != null) {
            RunState state = RunState.of(progress);
            progress = null;
            return SseEmitter.event().name("progress").data(state, MediaType.APPLICATION_JSON);
        }
        if (totals) {
            totals = false;
            return SseEmitter.event().name("totals").data("known");
        }
        sending = false;
        return null;
    }
}
