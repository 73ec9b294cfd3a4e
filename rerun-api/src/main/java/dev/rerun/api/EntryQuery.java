package dev.rerun.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which entries a run selects where not a window of time decides, and in which order; for engines whose entries have a handler.
 *
 * <p>How many entries at most, and how fast, say the request's {@link RerunOptions}. With a limit, those count that come first.
 *
 * @param conditions what an entry must fulfil, all of it; at least one, {@link EntryCondition.Everything} if all entries are meant
 * @param order by which columns the entries come, the first one first; then by sequence
 */
public record EntryQuery(List<EntryCondition> conditions, List<Order> order) {
    /**
     * An order by a column. Entries for which it is null come where the database puts them.
     *
     * @param column the column
     * @param descending whether the largest or latest values come first
     */
    public record Order(String column, boolean descending) {
        /** Checks; a violation is an {@link IllegalArgumentException}. */
        public Order {
            Require.text(column, "column");
        }

        @Override
        public String toString() {
            return column + (descending ? " descending" : "");
        }
    }

    /** Checks and copies; a violation is an {@link IllegalArgumentException}. */
    public EntryQuery {
        conditions = List.copyOf(conditions);
        order = List.copyOf(order);
        if (conditions.isEmpty()) {
            throw new IllegalArgumentException(
                    "the query has no condition and would select every entry; give one, or say EntryQuery.all()");
        }
    }

    /**
     * Every entry.
     *
     * @return a query
     */
    public static EntryQuery all() {
        return where(new EntryCondition.Everything());
    }

    /**
     * The entries that fulfil a condition.
     *
     * @param condition the condition
     * @return a query
     */
    public static EntryQuery where(EntryCondition condition) {
        return new EntryQuery(List.of(condition), List.of());
    }

    /**
     * Those of the entries that fulfil one condition more.
     *
     * @param condition the condition
     * @return a new query
     */
    public EntryQuery and(EntryCondition condition) {
        return new EntryQuery(with(conditions, condition), order);
    }

    /**
     * Orders by a column, smallest or earliest first; after the columns that were named before.
     *
     * @param column the column
     * @return a new query
     */
    public EntryQuery orderedBy(String column) {
        return new EntryQuery(conditions, with(order, new Order(column, false)));
    }

    /**
     * Orders by a column, largest or latest first; after the columns that were named before.
     *
     * @param column the column
     * @return a new query
     */
    public EntryQuery orderedByDescending(String column) {
        return new EntryQuery(conditions, with(order, new Order(column, true)));
    }

    private static <T> List<T> with(List<T> list, T one) {
        List<T> more = new ArrayList<>(list);
        more.add(one);
        return more;
    }

    /** In words, as a run's report has it. */
    @Override
    public String toString() {
        String all = conditions.stream().map(EntryCondition::toString).collect(Collectors.joining(" and "));
        return order.isEmpty()
                ? all
                : all + ", by " + order.stream().map(Order::toString).collect(Collectors.joining(", "));
    }
}
