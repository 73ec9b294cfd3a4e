package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Items;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logic on the transaction's thread, which it needs because it writes in the transaction. An entry that takes too long is
 * interrupted; logic that takes no notice holds up its lane, and all that can be done is to say so.
 */
final class WatchedLogic extends TimedLogic {
    /** How long interrupted logic may take to come to its end before it is said to be stuck; a shorter limit counts here too. */
    static final Duration REACTION = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final LogicThreads threads;
    private final long rerunId;
    private final Items items;
    private @Nullable LogicTurn interrupted;
    private long interruptedAt;
    private boolean reported;

    WatchedLogic(LogicThreads threads, long rerunId, Items items) {
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
        return work.get();
    }

    @Override
    Optional<LogicTurn> calculate(List<ActivityEntry> entries, Consumer<ActivityEntry> work) {
        LogicThreads.Watching watching = threads.watch(this);
        try {
            entries.forEach(work);
        } finally {
            watching.end();
        }
        return Optional.empty();
    }

    /** Called now and then by the thread that watches, and told how much later than it wanted. */
    void look(long lateNanos) {
        LogicTurn turn = current();
        if (turn == null) {
            return;
        }
        turn.stoodStill(lateNanos);
        if (turn.interruptIfOver()) {
            interrupted = turn;
            interruptedAt = System.nanoTime();
            reported = false;
        } else if (turn == interrupted && !reported && System.nanoTime() - interruptedAt > reactionNanos()) {
            reported = true;
            reportIfStuck(turn);
        }
    }

    private long reactionNanos() {
        return Math.min(threads.limit().toNanos(), REACTION.toNanos());
    }

    private void reportIfStuck(LogicTurn turn) {
        if (turn.hasEnded()) {
            return;
        }
        TimeoutException stuck = new TimeoutException("where it is now");
        stuck.setStackTrace(turn.stack());
        RunLog.within(rerunId, turn.entry().app(), () -> {
            log.warn(
                    "Rerun {}, Logic took longer than {} and takes no notice of its interruption; its lane is stuck until it"
                            + " returns. entry: {}, thread: {}",
                    rerunId,
                    threads.limit(),
                    turn.entry().id(),
                    turn.threadName(),
                    stuck);
            return null;
        });
    }
}
