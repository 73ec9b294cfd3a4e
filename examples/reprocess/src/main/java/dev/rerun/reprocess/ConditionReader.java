package dev.rerun.reprocess;

import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the conditions of an approach. */
final class ConditionReader {
    private static final Set<String> KINDS = Set.of("in", "not-in", "at-most", "untouched-for", "before", "after");
    private static final Set<String> KEYS =
            Set.of("all", "sql", "values", "column", "in", "not-in", "at-most", "untouched-for", "before", "after");

    private ConditionReader() {}

    /** Refuses what could not be read, whatever the values are. */
    static void check(Section condition) {
        condition.knowingOnly(KEYS);
        List<String> keys = condition.keys();
        long kinds = keys.stream().filter(KINDS::contains).count();
        boolean onColumn = condition.has("column") && kinds == 1 && keys.size() == 2;
        boolean inSql = condition.has("sql") && keys.size() == (condition.has("values") ? 2 : 1);
        boolean everything = condition.has("all") && keys.size() == 1;
        if (!onColumn && !inSql && !everything) {
            throw new RefusedException(condition.here() + " is no condition; give a column with one of "
                    + KINDS.stream().sorted().toList() + ", or sql with its values, or all: true");
        }
    }

    /** The entries for which all conditions hold. */
    static EntryQuery query(List<Section> conditions) {
        EntryQuery query = EntryQuery.where(condition(conditions.get(0)));
        for (Section more : conditions.subList(1, conditions.size())) {
            query = query.and(condition(more));
        }
        return query;
    }

    private static EntryCondition condition(Section section) {
        check(section);
        if (section.has("all")) {
            return everything(section);
        }
        if (section.has("sql")) {
            List<Object> values = section.has("values") ? section.values("values") : List.of();
            return section.parsed("sql", sql -> new EntryCondition.Sql(sql, values));
        }
        String column = section.text("column");
        String kind =
                section.keys().stream().filter(KINDS::contains).findFirst().orElseThrow();
        try {
            return switch (kind) {
                case "in" -> new EntryCondition.In(column, new LinkedHashSet<>(section.texts(kind)));
                case "not-in" -> new EntryCondition.NotIn(column, new LinkedHashSet<>(section.texts(kind)));
                case "at-most" -> new EntryCondition.AtMost(column, section.parsed(kind, ConditionReader::number));
                case "untouched-for" ->
                    new EntryCondition.UntouchedFor(column, section.parsed(kind, DurationText::parse));
                case "before" -> new EntryCondition.Before(column, section.parsed(kind, InstantText::parse));
                default -> new EntryCondition.After(column, section.parsed(kind, InstantText::parse));
            };
        } catch (IllegalArgumentException e) {
            throw section.refused(kind, e);
        }
    }

    private static EntryCondition everything(Section section) {
        if (!section.truth("all", false)) {
            throw new RefusedException(section.place("all") + " says no; leave it out, or say all: true");
        }
        return new EntryCondition.Everything();
    }

    private static BigDecimal number(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
    }
}
