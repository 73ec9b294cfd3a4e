package dev.rerun.core;

import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.PlacedItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The items of one ordering key in one stretch of time, in order. */
final class KeyItems {
    private static final Comparator<PlacedItem> ORDER = Comparator.comparing(
                    (PlacedItem placed) -> placed.item().uniqueKey())
            .thenComparing(placed -> placed.item().register());

    private final NavigableMap<Instant, List<PlacedItem>> byTime = new TreeMap<>();
    private Instant from;
    private Instant until;

    KeyItems(Instant from, Instant until) {
        this.from = from;
        this.until = until;
    }

    Instant from() {
        return from;
    }

    Instant until() {
        return until;
    }

    void startAt(Instant earlier) {
        from = earlier;
    }

    void endAt(Instant later) {
        until = later;
    }

    boolean covers(Instant time) {
        return !time.isBefore(from) && time.isBefore(until);
    }

    void add(PlacedItem item) {
        List<PlacedItem> same = byTime.computeIfAbsent(item.item().time(), time -> new ArrayList<>(2));
        int place = Collections.binarySearch(same, item, ORDER);
        same.add(place < 0 ? -place - 1 : place, item);
    }

    List<RegisterItem> between(Instant first, Instant end, Predicate<PlacedItem> visible) {
        List<RegisterItem> found = new ArrayList<>();
        for (List<PlacedItem> same : byTime.subMap(first, end).values()) {
            for (PlacedItem item : same) {
                if (visible.test(item)) {
                    found.add(item.item());
                }
            }
        }
        return Collections.unmodifiableList(found);
    }
}
