package dev.rerun.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One thing that an entry must fulfil to be selected by an {@link EntryQuery}, over the columns that the store's table of entries
 * has. As in SQL, nothing holds for a column that is null. Columns are checked by the store when a run is started or planned.
 */
public sealed interface EntryCondition {
    /** Holds for every entry: the word without which a query that asks for nothing is refused. */
    record Everything() implements EntryCondition {
        @Override
        public String toString() {
            return "all";
        }
    }

    /**
     * The column has one of some values.
     *
     * @param column a column with texts, numbers, UUIDs or truth values
     * @param values the values as texts, at least one
     */
    record In(String column, Set<String> values) implements EntryCondition {
        /** Checks and copies; a violation is an {@link IllegalArgumentException}. */
        public In {
            Require.text(column, "column");
            values = Values.of(column, values);
        }

        @Override
        public String toString() {
            return column + " in " + values;
        }
    }

    /**
     * The column has a value that is none of some.
     *
     * @param column a column with texts, numbers, UUIDs or truth values
     * @param values the values as texts, at least one
     */
    record NotIn(String column, Set<String> values) implements EntryCondition {
        /** Checks and copies; a violation is an {@link IllegalArgumentException}. */
        public NotIn {
            Require.text(column, "column");
            values = Values.of(column, values);
        }

        @Override
        public String toString() {
            return column + " not in " + values;
        }
    }

    /**
     * The column has a number that is not larger than a bound, for example a count of tries.
     *
     * @param column a column with numbers
     * @param most the bound, inclusive
     */
    record AtMost(String column, BigDecimal most) implements EntryCondition {
        /** Checks; a violation is an {@link IllegalArgumentException}. */
        public AtMost {
            Require.text(column, "column");
            most = Require.number(most, "bound of column ", column);
        }

        @Override
        public String toString() {
            return column + " <= " + most.toPlainString();
        }
    }

    /**
     * The column has a time that is longer ago than some duration, by the store's clock at the start.
     *
     * @param column a column with times
     * @param duration how long, exclusive; whole microseconds, above zero
     */
    record UntouchedFor(String column, Duration duration) implements EntryCondition {
        private static final Duration LONGEST = Duration.ofDays(365_000);

        /** Checks; a violation is an {@link IllegalArgumentException}. */
        public UntouchedFor {
            Require.text(column, "column");
            if (duration == null
                    || duration.isNegative()
                    || duration.isZero()
                    || duration.compareTo(LONGEST) > 0
                    || !duration.truncatedTo(ChronoUnit.MICROS).equals(duration)) {
                throw new IllegalArgumentException("duration " + duration + " for column " + column
                        + " is out of range; give whole microseconds, above zero and at most 365,000 days");
            }
        }

        @Override
        public String toString() {
            return column + " untouched for " + duration;
        }
    }

    /**
     * The column has a time before an instant.
     *
     * @param column a column with times
     * @param instant the bound, exclusive; cut to whole microseconds
     */
    record Before(String column, Instant instant) implements EntryCondition {
        /** Checks; a violation is an {@link IllegalArgumentException}. */
        public Before {
            Require.text(column, "column");
            instant = Require.time(instant, "bound of column ", column);
        }

        @Override
        public String toString() {
            return column + " before " + instant;
        }
    }

    /**
     * The column has a time after an instant.
     *
     * @param column a column with times
     * @param instant the bound, exclusive; cut to whole microseconds
     */
    record After(String column, Instant instant) implements EntryCondition {
        /** Checks; a violation is an {@link IllegalArgumentException}. */
        public After {
            Require.text(column, "column");
            instant = Require.time(instant, "bound of column ", column);
        }

        @Override
        public String toString() {
            return column + " after " + instant;
        }
    }

    /**
     * The entry has one of some IDs. IDs of no entry select nothing.
     *
     * @param ids the IDs, at least one
     */
    record WithId(Set<String> ids) implements EntryCondition {
        private static final int NAMED = 10;

        /** Checks and copies; a violation is an {@link IllegalArgumentException}. */
        public WithId {
            ids = Values.of("id", ids);
        }

        @Override
        public String toString() {
            return "id in " + ids.stream().limit(NAMED).toList()
                    + (ids.size() > NAMED ? " and " + (ids.size() - NAMED) + " more" : "");
        }
    }

    /**
     * No run has processed the entry, with success or not, since an instant of the store's clock. So a selection that is
     * repeated comes to an end, whatever becomes of the entries' rows.
     *
     * @param instant the earliest time that counts, inclusive; cut to whole microseconds
     */
    record NotProcessedSince(Instant instant) implements EntryCondition {
        /** Checks; a violation is an {@link IllegalArgumentException}. */
        public NotProcessedSince {
            instant = Require.time(instant, "instant", "");
        }

        @Override
        public String toString() {
            return "not processed by a run since " + instant;
        }
    }

    /**
     * A condition in the database's own words, for stores that have SQL. It becomes part of the statement as it is, in brackets;
     * what comes from outside belongs into the values. Plain names are columns of the table of entries.
     *
     * @param condition the SQL, with a question mark for each value
     * @param values texts, whole numbers, {@link BigDecimal}s, truth values or {@link Instant}s
     */
    record Sql(String condition, List<Object> values) implements EntryCondition {
        /** Checks and copies; a violation is an {@link IllegalArgumentException}. */
        public Sql {
            Require.text(condition, "SQL condition");
            values = List.copyOf(values);
            for (Object value : values) {
                if (!(value instanceof String
                        || value instanceof Integer
                        || value instanceof Long
                        || value instanceof BigDecimal
                        || value instanceof Boolean
                        || value instanceof Instant)) {
                    throw new IllegalArgumentException("value " + value + " of SQL condition '" + condition + "' is a "
                            + value.getClass().getName()
                            + "; give a text, whole number, BigDecimal, truth value or Instant");
                }
            }
        }

        @Override
        public String toString() {
            return "(" + condition + ")" + (values.isEmpty() ? "" : " with " + values);
        }
    }

    /**
     * The column has one of some values.
     *
     * @param column the column
     * @param values the values as texts, at least one
     * @return the condition
     */
    static EntryCondition in(String column, String... values) {
        return new In(column, new LinkedHashSet<>(Arrays.asList(values)));
    }

    /**
     * The column has a value that is none of some.
     *
     * @param column the column
     * @param values the values as texts, at least one
     * @return the condition
     */
    static EntryCondition notIn(String column, String... values) {
        return new NotIn(column, new LinkedHashSet<>(Arrays.asList(values)));
    }

    /**
     * The column has a number that is not larger than a bound.
     *
     * @param column the column
     * @param most the bound, inclusive
     * @return the condition
     */
    static EntryCondition atMost(String column, long most) {
        return new AtMost(column, BigDecimal.valueOf(most));
    }

    /**
     * The column has a time that is longer ago than some duration.
     *
     * @param column the column
     * @param duration how long, exclusive
     * @return the condition
     */
    static EntryCondition untouchedFor(String column, Duration duration) {
        return new UntouchedFor(column, duration);
    }

    /**
     * The column has a time before an instant.
     *
     * @param column the column
     * @param instant the bound, exclusive
     * @return the condition
     */
    static EntryCondition before(String column, Instant instant) {
        return new Before(column, instant);
    }

    /**
     * The column has a time after an instant.
     *
     * @param column the column
     * @param instant the bound, exclusive
     * @return the condition
     */
    static EntryCondition after(String column, Instant instant) {
        return new After(column, instant);
    }

    /**
     * The entry has one of some IDs.
     *
     * @param ids the IDs, at least one
     * @return the condition
     */
    static EntryCondition withId(Collection<String> ids) {
        return new WithId(new LinkedHashSet<>(ids));
    }

    /**
     * No run has processed the entry since an instant.
     *
     * @param instant the earliest time that counts, inclusive
     * @return the condition
     */
    static EntryCondition notProcessedSince(Instant instant) {
        return new NotProcessedSince(instant);
    }

    /**
     * A condition in SQL.
     *
     * @param condition the SQL, with a question mark for each value
     * @param values the values
     * @return the condition
     */
    static EntryCondition sql(String condition, Object... values) {
        return new Sql(condition, List.of(values));
    }
}
