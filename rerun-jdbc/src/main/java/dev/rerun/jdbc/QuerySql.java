package dev.rerun.jdbc;

import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Dialect.Column;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** A query of entries in SQL, over an entry that is called {@code e}. */
final class QuerySql {
    /** No join, for the reason that {@link EntrySelection} has. */
    private static final String PROCESSED = """
            not coalesce(exists (
                select 1 from %s o
                where o.app_id = ? and o.entry_id = %s and o.rerun_id <> 0 and o.processed_at >= ?), false)""";

    /** Runs that are not over are few, and each is asked for the entry by index. */
    private static final String QUEUED_ELSEWHERE = """
            and not exists (
                select 1 from rerun g
                where g.going = true and g.app_id = ? and g.selected_by is not null
                    and exists (select 1 from %s h where h.rerun_id = g.id and h.entry_id = %s))
            """;

    private final EntryTable entries;
    private final Scope scope;
    private final Dialect dialect;
    private final EntryQuery query;
    private final Instant now;

    /** The instant is what "now" is to the query. */
    QuerySql(EntryTable entries, Scope scope, Dialect dialect, EntryQuery query, Instant now) {
        this.entries = entries;
        this.scope = scope;
        this.dialect = dialect;
        this.query = query;
        this.now = now;
    }

    /** True for an entry that fulfils the query and is in no other run that is not over; follows another condition. */
    Fragment condition() {
        StringBuilder sql = new StringBuilder();
        Binding binding = Binding.NONE;
        for (EntryCondition one : query.conditions()) {
            Fragment condition = of(one);
            sql.append("\nand ").append(condition.sql());
            binding = binding.then(condition.binding());
        }
        Integer app = app();
        sql.append('\n')
                .append(QUEUED_ELSEWHERE.formatted(
                        entries.key().entries(), entries.id().ownIn("e")));
        return new Fragment(sql.toString(), binding.then(parameters -> parameters.integer(app)));
    }

    /** What the query orders by; empty if it leaves that to the sequence. */
    String order() {
        return query.order().stream()
                .map(one -> entries.columns().require(one.column()).in("e") + (one.descending() ? " desc" : ""))
                .collect(Collectors.joining(", "));
    }

    /** Has the database read each condition, so that one that it does not understand is named. */
    void check(Session session) {
        order();
        for (EntryCondition condition : query.conditions()) {
            Fragment fragment = of(condition);
            try {
                session.list(
                        "select 1 from " + entries.name() + " e where 1 = 0 and " + fragment.sql(),
                        fragment.binding(),
                        Row::number);
            } catch (StoreException e) {
                throw understood(e)
                        ? e
                        : new IllegalArgumentException(
                                "the database does not understand the condition " + condition + ": " + e.getMessage(),
                                e);
            }
        }
    }

    /** By the class of the SQLState: 42 is a mistake in the statement, 22 one in a value, 07 a missing value. */
    private static boolean understood(StoreException failure) {
        String state = SqlFailure.within(failure).map(SQLException::getSQLState).orElse("");
        return !(state.startsWith("42") || state.startsWith("22") || state.startsWith("07"));
    }

    private Fragment of(EntryCondition condition) {
        if (condition instanceof EntryCondition.In in) {
            return among(in.column(), "in", in.values());
        }
        if (condition instanceof EntryCondition.NotIn notIn) {
            return among(notIn.column(), "not in", notIn.values());
        }
        if (condition instanceof EntryCondition.AtMost atMost) {
            QueryColumn column = entries.columns().require(atMost.column());
            column.requireNumber();
            return new Fragment(column.in("e") + " <= ?", parameters -> parameters.decimal(atMost.most()));
        }
        if (condition instanceof EntryCondition.UntouchedFor untouched) {
            return time(untouched.column(), "<", now.minus(untouched.duration()));
        }
        if (condition instanceof EntryCondition.Before before) {
            return time(before.column(), "<", before.instant());
        }
        if (condition instanceof EntryCondition.After after) {
            return time(after.column(), ">", after.instant());
        }
        if (condition instanceof EntryCondition.WithId withId) {
            return withId(withId.ids());
        }
        if (condition instanceof EntryCondition.NotProcessedSince since) {
            Integer app = app();
            return new Fragment(
                    PROCESSED.formatted(entries.key().outcomes(), entries.id().ownIn("e")),
                    parameters -> parameters.integer(app).time(since.instant()));
        }
        if (condition instanceof EntryCondition.Sql sql) {
            return new Fragment("(" + sql.condition() + ")", parameters -> bind(parameters, sql.values()));
        }
        return Fragment.of("1 = 1");
    }

    private Fragment among(String name, String operator, Set<String> values) {
        QueryColumn column = entries.columns().require(name);
        String places = values.stream().map(value -> "?").collect(Collectors.joining(", "));
        List<Binding> bindings = values.stream().map(column::binding).toList();
        return new Fragment(column.in("e") + " " + operator + " (" + places + ")", parameters -> {
            for (Binding binding : bindings) {
                parameters.all(binding);
            }
        });
    }

    private Fragment time(String name, String operator, Instant instant) {
        QueryColumn column = entries.columns().require(name);
        return new Fragment(column.in("e") + " " + operator + " ?", column.time(instant));
    }

    private Fragment withId(Set<String> ids) {
        Column id = entries.key().column("id");
        List<Object> keys = new ArrayList<>();
        for (String one : ids) {
            Object key = entries.key().find(one);
            if (key != null) {
                keys.add(key);
            }
        }
        return keys.isEmpty()
                ? Fragment.of("1 = 0")
                : new Fragment(
                        entries.id().in("e") + " in (select " + entries.id().fromOwn("k.id") + " from "
                                + dialect.keyTable("k", id) + ")",
                        parameters -> parameters.keys(KeyRows.of(id, keys)));
    }

    private static void bind(Parameters parameters, List<Object> values) throws SQLException {
        for (Object value : values) {
            if (value instanceof String text) {
                parameters.text(text);
            } else if (value instanceof Boolean flag) {
                parameters.flag(flag);
            } else if (value instanceof BigDecimal decimal) {
                parameters.decimal(decimal);
            } else if (value instanceof Instant time) {
                parameters.time(time);
            } else {
                parameters.number(((Number) value).longValue());
            }
        }
    }

    /** An app that is in a host's tables alone has neither outcomes nor runs yet, and none is found for it. */
    private Integer app() {
        return Objects.requireNonNullElse(scope.names().apps().find(scope.app()), -1);
    }
}
