package dev.rerun.core;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.PlacedItem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The items of a transaction for logic whose time is limited: the store's does not count. */
final class TimedItems implements Items {
    private final Items items;
    private final TimedLogic logic;

    TimedItems(Items items, TimedLogic logic) {
        this.items = items;
        this.logic = logic;
    }

    @Override
    public Map<ItemKey, PlacedItem> find(String app, Set<ItemKey> keys) {
        return reading(() -> items.find(app, keys));
    }

    @Override
    public List<PlacedItem> range(String app, Collection<String> orderingKeys, Instant from, Instant until) {
        return reading(() -> items.range(app, orderingKeys, from, until));
    }

    /** Not for logic. */
    @Override
    public void insert(String app, List<RegisterItem> added) {
        items.insert(app, added);
    }

    /** Before the first turn it is the transaction's own thread that reads. */
    private <T> T reading(Supplier<T> read) {
        LogicTurn turn = logic.current();
        if (turn == null) {
            return read.get();
        }
        turn.beginRead();
        try {
            return logic.read(() -> turn.uncounted(read));
        } finally {
            turn.endRead();
        }
    }
}
