package dev.rerun.core;

import dev.rerun.core.spi.StoreException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What logic on its own thread asks of a transaction, which belongs to another one: that one answers, in between what else it
 * does.
 */
final class Questions {
    private final BlockingQueue<FutureTask<?>> waiting = new LinkedBlockingQueue<>();
    private @Nullable StoreException failure;
    private volatile boolean ended;

    /** Waits for the answer; what fails there is thrown here. */
    <T> T ask(Supplier<T> read) {
        FutureTask<T> question = new FutureTask<>(() -> remembering(read));
        waiting.add(question);
        if (ended) {
            question.cancel(false);
        }
        return Answers.of(question);
    }

    private <T> T remembering(Supplier<T> read) {
        try {
            return read.get();
        } catch (StoreException e) {
            failure = failure == null ? e : failure;
            throw e;
        }
    }

    /** Tells the transaction's thread, after all questions, that something is done. */
    void tell(FutureTask<?> done) {
        waiting.add(done);
    }

    /** The next question, to be run, or what was told; null if there is none for some time. */
    @Nullable
    FutureTask<?> poll(long nanos) throws InterruptedException {
        return waiting.poll(nanos, TimeUnit.NANOSECONDS);
    }

    /** Answers no more; whoever asks is refused. */
    void end() {
        ended = true;
        FutureTask<?> left = waiting.poll();
        while (left != null) {
            left.cancel(false);
            left = waiting.poll();
        }
    }

    /** The first failure of the store that was an answer, whatever the one who asked made of it; null if there was none. */
    @Nullable
    StoreException failure() {
        return failure;
    }
}
