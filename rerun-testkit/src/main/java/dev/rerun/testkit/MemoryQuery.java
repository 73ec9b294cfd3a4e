package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.core.spi.Position;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A query over entries in memory, whose columns are those that they bring. */
final class MemoryQuery {
    private final MemoryApp app;
    private final EntryQuery query;
    private final Instant now;

    MemoryQuery(MemoryApp app, EntryQuery query, Instant now) {
        this.app = app;
        this.query = query;
        this.now = now;
    }

    void check() {
        for (EntryCondition condition : query.conditions()) {
            if (condition instanceof EntryCondition.Sql) {
                throw new IllegalArgumentException("the condition " + condition
                        + " is SQL, which a store in memory has not; use another condition");
            }
        }
    }

    boolean selects(ActivityEntry entry) {
        return query.conditions().stream().allMatch(condition -> holds(condition, entry));
    }

    private boolean holds(EntryCondition condition, ActivityEntry entry) {
        if (condition instanceof EntryCondition.In in) {
            return column(entry, in.column(), in.values()::contains);
        }
        if (condition instanceof EntryCondition.NotIn notIn) {
            return column(entry, notIn.column(), value -> !notIn.values().contains(value));
        }
        if (condition instanceof EntryCondition.AtMost atMost) {
            return column(entry, atMost.column(), value -> new BigDecimal(value).compareTo(atMost.most()) <= 0);
        }
        if (condition instanceof EntryCondition.UntouchedFor untouched) {
            Instant bound = now.minus(untouched.duration());
            return column(
                    entry, untouched.column(), value -> Instant.parse(value).isBefore(bound));
        }
        if (condition instanceof EntryCondition.Before before) {
            return column(entry, before.column(), value -> Instant.parse(value).isBefore(before.instant()));
        }
        if (condition instanceof EntryCondition.After after) {
            return column(entry, after.column(), value -> Instant.parse(value).isAfter(after.instant()));
        }
        if (condition instanceof EntryCondition.WithId withId) {
            return withId.ids().contains(entry.id());
        }
        if (condition instanceof EntryCondition.NotProcessedSince since) {
            return app.outcomes(entry.id()).stream()
                    .noneMatch(outcome ->
                            outcome.rerunId() != null && !outcome.processedAt().isBefore(since.instant()));
        }
        return true;
    }

    private static boolean column(ActivityEntry entry, String name, Predicate<String> wanted) {
        String value = entry.columns().get(name);
        return value != null && wanted.test(value);
    }

    /** By the query's columns, and then by sequence. */
    Comparator<ActivityEntry> order() {
        Comparator<ActivityEntry> order = Comparator.comparing(entry -> 0);
        for (EntryQuery.Order one : query.order()) {
            Comparator<ActivityEntry> byColumn = (left, right) ->
                    compare(left.columns().get(one.column()), right.columns().get(one.column()));
            order = order.thenComparing(one.descending() ? byColumn.reversed() : byColumn);
        }
        return order.thenComparing(Position::of);
    }

    private static int compare(@Nullable String left, @Nullable String right) {
        if (left == null || right == null) {
            return left == null && right == null ? 0 : left == null ? 1 : -1;
        }
        try {
            return new BigDecimal(left).compareTo(new BigDecimal(right));
        } catch (
                @SuppressWarnings("unused")
                NumberFormatException e) {
            return left.compareTo(right);
        }
    }
}
