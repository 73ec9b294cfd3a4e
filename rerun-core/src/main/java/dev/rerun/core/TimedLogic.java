package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Items;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How one calculation of a batch runs its entries' logic: on which thread, and for how long. Used once. */
abstract class TimedLogic {
    private final Duration limit;
    private volatile @Nullable LogicTurn current;

    TimedLogic(Duration limit) {
        this.limit = limit;
    }

    /** Begins the turn of an entry, on the thread that calls its logic. */
    final LogicTurn begin(ActivityEntry entry) {
        LogicTurn turn = new LogicTurn(entry, limit);
        current = turn;
        return turn;
    }

    /** The newest turn, which may have ended; null before the first. */
    final @Nullable LogicTurn current() {
        return current;
    }

    /** What logic reads from, and what the transaction's own thread can read from before it calculates. */
    abstract Items items();

    /** Carries out a read of logic's where the transaction is. */
    abstract <T> T read(Supplier<T> work);

    /**
     * Calculates entries in sequence; called by the transaction's thread.
     *
     * @param work what calculates one entry; what it throws is thrown here
     * @return the turn at which the calculation was given up because it took too long; then nothing of it may be used
     */
    abstract Optional<LogicTurn> calculate(List<ActivityEntry> entries, Consumer<ActivityEntry> work);
}
