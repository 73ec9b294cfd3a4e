package dev.rerun.benchmarks.prepare;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How one statement was carried out.
 *
 * @param sql the statement
 * @param executions how many times
 * @param millis how long the longest took
 * @param plan the plan of that one
 * @param wholeTables the tables that any of them went through whole
 */
record StatementPlan(String sql, long executions, double millis, String plan, Set<String> wholeTables) {
    private static final Pattern NOTICE = Pattern.compile(
            "duration: ([0-9.]+) ms {2}plan:\\nQuery Text: (.*?)\\n([^\\n]*\\(cost=.*)", Pattern.DOTALL);
    private static final Pattern SEQUENTIAL = Pattern.compile("Seq Scan on (\\w+)");

    StatementPlan {
        wholeTables = Set.copyOf(wholeTables);
    }

    /** Reads what the server says of an execution; empty if it says something else. */
    static Optional<StatementPlan> read(String notice) {
        Matcher matcher = NOTICE.matcher(notice);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String plan = matcher.group(3);
        Set<String> tables = new TreeSet<>();
        Matcher sequential = SEQUENTIAL.matcher(plan);
        while (sequential.find()) {
            tables.add(sequential.group(1));
        }
        return Optional.of(
                new StatementPlan(matcher.group(2).strip(), 1, Double.parseDouble(matcher.group(1)), plan, tables));
    }

    /** With another execution of the same statement. */
    StatementPlan and(StatementPlan other) {
        StatementPlan longer = other.millis > millis ? other : this;
        Set<String> tables = new TreeSet<>(wholeTables);
        tables.addAll(other.wholeTables);
        return new StatementPlan(sql, executions + other.executions, longer.millis, longer.plan, tables);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s%n-- %,d times, at most %.1f ms%n%s%n", sql, executions, millis, plan);
    }
}
