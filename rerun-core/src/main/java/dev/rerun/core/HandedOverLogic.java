package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logic on a thread of its own, on which the transaction's thread turns its back when an entry takes too long: that one is
 * interrupted, and whatever it does then, it concerns nobody.
 */
final class HandedOverLogic extends TimedLogic {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final LogicThreads threads;
    private final long rerunId;
    private final Questions questions = new Questions();
    private final Items items;

    HandedOverLogic(LogicThreads threads, long rerunId, Items items) {
        super(threads.limit());
        this.threads = threads;
        this.rerunId = rerunId;
        this.items = new TimedItems(items, this);
    }

    @Override
    Items items() {
        return items;
    }

    @Override
    <T> T read(Supplier<T> work) {
        return questions.ask(work);
    }

    @Override
    Optional<LogicTurn> calculate(List<ActivityEntry> entries, Consumer<ActivityEntry> work) {
        Runnable observed = Observed.partOfCurrent(() -> inSequence(entries, work));
        FutureTask<Boolean> calculation = new FutureTask<>(observed, true) {
            @Override
            protected void done() {
                questions.tell(this);
            }
        };
        threads.execute(calculation);
        LogicTurn late;
        try {
            late = answerUntil(calculation);
        } finally {
            questions.end();
        }
        if (late == null) {
            Answers.of(calculation);
            return Optional.empty();
        }
        log.warn(
                "Rerun {}, Logic took too long and is waited for no longer. entry: {}, thread: {}",
                rerunId,
                late.entry().id(),
                late.threadName(),
                late.overrun());
        StoreException failure = questions.failure();
        if (failure != null) {
            // Logic that goes round in circles because the store fails is not to blame.
            throw failure;
        }
        return Optional.of(late);
    }

    private void inSequence(List<ActivityEntry> entries, Consumer<ActivityEntry> work) {
        for (ActivityEntry entry : entries) {
            work.accept(entry);
            if (lateTurn() != null) {
                return;
            }
        }
    }

    private @Nullable LogicTurn lateTurn() {
        LogicTurn turn = current();
        return turn == null || turn.overrun() == null ? null : turn;
    }

    /** Answers questions until all is calculated, or returns the turn that takes too long. */
    private @Nullable LogicTurn answerUntil(FutureTask<?> calculation) {
        boolean interrupted = false;
        try {
            while (true) {
                long wait = threads.waitNanos(current());
                long from = System.nanoTime();
                FutureTask<?> next = null;
                try {
                    next = questions.poll(wait);
                } catch (
                        @SuppressWarnings("unused")
                        InterruptedException e) {
                    interrupted = true;
                    continue;
                }
                if (next == calculation) {
                    return lateTurn();
                }
                LogicTurn turn = current();
                if (next != null) {
                    next.run();
                } else if (turn != null) {
                    turn.stoodStill(System.nanoTime() - from - wait);
                    if (turn.interruptIfOver()) {
                        return turn;
                    }
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
