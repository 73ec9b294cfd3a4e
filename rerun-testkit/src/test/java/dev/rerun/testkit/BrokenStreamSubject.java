package dev.rerun.testkit;

import dev.rerun.core.spi.ActivityStream;
import java.time.Duration;

/** Runs the stream contract on a broken stream; started by {@link BrokenStreamsTest} only. */
class BrokenStreamSubject implements ActivityStreamContract {
    static volatile QueueStream.Fault fault = QueueStream.Fault.LOSES_EVERY_SEVENTH_BLOCK;

    private QueueStream last = new QueueStream();

    @Override
    public ActivityStream newStream() {
        last = new QueueStream(fault);
        return last;
    }

    @Override
    public ActivityStream newPeer() {
        return last.peer();
    }

    @Override
    public Duration patience() {
        return Duration.ofMillis(900);
    }
}
