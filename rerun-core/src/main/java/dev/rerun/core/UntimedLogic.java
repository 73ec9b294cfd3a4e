package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.Items;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Logic on the transaction's thread that may take as long as it likes: it is its caller who waits. */
final class UntimedLogic extends TimedLogic {
    private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

    private final Items items;

    UntimedLogic(Items items) {
        super(FOR_EVER);
        this.items = items;
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
        entries.forEach(work);
        return Optional.empty();
    }
}
