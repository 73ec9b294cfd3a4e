package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The register of one app as one batch sees it: what the store holds, read once and remembered, and what the batch is about
 * to write. Belongs to one transaction.
 */
final class RegisterView {
    // What every supported database can compare with; logic may well ask from Instant.MIN or until Instant.MAX.
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("+10000-01-01T00:00:00Z");

    private final Items items;
    private final String app;
    private final Instant horizon;
    private final Map<String, KeyItems> byOrderingKey = new HashMap<>();
    private final Map<ItemKey, Optional<PlacedItem>> byKey = new HashMap<>();
    private final Map<String, List<PlacedItem>> byEntry = new HashMap<>();
    private final Map<ItemKey, PlacedItem> written = new HashMap<>();
    private @Nullable StoreException failure;

    /** Reads ahead up to the horizon, exclusive, so that later entries of the batch need no further reading. */
    RegisterView(Items items, String app, Instant horizon) {
        this.items = items;
        this.app = app;
        this.horizon = horizon;
    }

    /** Reads the items of all keys from a time up to the horizon at once. */
    void readAhead(Collection<String> orderingKeys, Instant from) {
        for (String key : orderingKeys) {
            byOrderingKey.put(key, new KeyItems(from, horizon));
        }
        for (PlacedItem item : items.range(app, orderingKeys, from, horizon)) {
            remember(item);
            Objects.requireNonNull(byOrderingKey.get(item.item().orderingKey())).add(item);
        }
    }

    void remember(PlacedItem item) {
        Optional<PlacedItem> before = byKey.put(ItemKey.of(item.item()), Optional.of(item));
        String entryId = item.item().entryId();
        if (entryId != null && (before == null || before.isEmpty())) {
            byEntry.computeIfAbsent(entryId, id -> new ArrayList<>(2)).add(item);
        }
    }

    /** The items of an entry that the store is known to hold; not sure to be all of them. */
    List<PlacedItem> rememberedOf(String entryId) {
        return byEntry.getOrDefault(entryId, List.of());
    }

    /** An item that the store is known to hold, without asking it. */
    @Nullable
    PlacedItem remembered(ItemKey key) {
        Optional<PlacedItem> known = byKey.get(key);
        return known == null ? null : known.orElse(null);
    }

    /** An item that the batch itself is about to write. */
    @Nullable
    PlacedItem written(ItemKey key) {
        return written.get(key);
    }

    void write(PlacedItem item) {
        written.put(ItemKey.of(item.item()), item);
        KeyItems known = byOrderingKey.get(item.item().orderingKey());
        if (known != null && known.covers(item.item().time())) {
            known.add(item);
        }
    }

    Context at(ActivityEntry entry, @Nullable Long rerunId, LogicTurn turn) {
        return new Context(Position.of(entry), rerunId, turn);
    }

    void rethrowStoreFailure() {
        if (failure != null) {
            throw failure;
        }
    }

    /** The first failure counts: those that follow may be no more than its echo. */
    private void fail(StoreException e) {
        if (failure == null) {
            failure = e;
        }
    }

    private Optional<PlacedItem> find(ItemKey key) {
        PlacedItem own = written.get(key);
        if (own != null) {
            return Optional.of(own);
        }
        return byKey.computeIfAbsent(
                key, k -> Optional.ofNullable(items.find(app, Set.of(k)).get(k)));
    }

    private KeyItems covering(String orderingKey, Instant from, Instant until) {
        Instant end = until.isBefore(horizon) ? horizon : until;
        KeyItems known = byOrderingKey.get(orderingKey);
        if (known == null) {
            known = new KeyItems(from, from);
            byOrderingKey.put(orderingKey, known);
        }
        if (from.isBefore(known.from())) {
            load(known, orderingKey, from, known.from());
            known.startAt(from);
        }
        if (known.until().isBefore(until)) {
            load(known, orderingKey, known.until(), end);
            known.endAt(end);
        }
        return known;
    }

    private void load(KeyItems known, String orderingKey, Instant from, Instant until) {
        for (PlacedItem item : items.range(app, List.of(orderingKey), from, until)) {
            remember(item);
            known.add(item);
        }
        for (PlacedItem own : written.values()) {
            RegisterItem item = own.item();
            if (item.orderingKey().equals(orderingKey)
                    && !item.time().isBefore(from)
                    && item.time().isBefore(until)) {
                known.add(own);
            }
        }
    }

    /** What one call of the logic sees. */
    final class Context implements LogicContext {
        private final Position position;
        private final @Nullable Long rerunId;
        private final LogicTurn turn;
        private final Thread thread = Thread.currentThread();
        private boolean ended;

        private Context(Position position, @Nullable Long rerunId, LogicTurn turn) {
            this.turn = turn;
            this.position = position;
            this.rerunId = rerunId;
        }

        void end() {
            ended = true;
        }

        @Override
        public OptionalLong rerunId() {
            return rerunId == null ? OptionalLong.empty() : OptionalLong.of(rerunId);
        }

        @Override
        public Optional<RegisterItem> item(String register, String uniqueKey) {
            checkUse();
            ItemKey key = new ItemKey(
                    Objects.requireNonNull(register, "register"), Objects.requireNonNull(uniqueKey, "uniqueKey"));
            try {
                return find(key).filter(this::visible).map(PlacedItem::item);
            } catch (StoreException e) {
                fail(e);
                throw e;
            }
        }

        @Override
        public List<RegisterItem> items(String orderingKey, Instant from, Instant until) {
            checkUse();
            Objects.requireNonNull(orderingKey, "orderingKey");
            Instant first = from.isBefore(EARLIEST) ? EARLIEST : from;
            Instant end = until.isAfter(LATEST) ? LATEST : until;
            if (!first.isBefore(end)) {
                return List.of();
            }
            try {
                return covering(orderingKey, first, end).between(first, end, this::visible);
            } catch (StoreException e) {
                fail(e);
                throw e;
            }
        }

        private boolean visible(PlacedItem item) {
            Position of = item.position();
            return of == null ? !item.item().time().isAfter(position.createdAt()) : of.compareTo(position) < 0;
        }

        private void checkUse() {
            if (ended || Thread.currentThread() != thread) {
                throw new IllegalStateException(
                        "a LogicContext may be used only during its call of apply, on the thread of that call");
            }
            turn.checkUse();
        }
    }
}
