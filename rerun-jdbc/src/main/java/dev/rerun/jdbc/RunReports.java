package dev.rerun.jdbc;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told about runs. Status and sums come from one statement, so that they belong together. */
final class RunReports {
    /** The assignments that store the kept counts, a parameter for each reason in order. */
    static final String SET_KEPT = keptColumns(" = ?");

    /** A lane that has not moved in this minute still says in its recent count what the minute before had. */
    private static final String SELECT = """
            select r.id, r.app_id, r.cutoff, r.until, r.requested_by, r.reason, r.idempotency_key,
                r.include_without_contract, %1$s, r.selected_by,
                r.status, r.retention_seconds, r.created_at, r.queued_at, r.started_at, r.finished_at, r.total,
                r.items_deleted, r.items_put_back, r.items_not_put_back, r.error, %2$s,
                (select sum(l.done) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.failed) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.held) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.items_created) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.items_retained) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.recent_count) from rerun_lane l where l.rerun_id = r.id and l.recent_minute = %3$s),
                (select sum(case when l.recent_minute = %3$s then l.previous_count else l.recent_count end)
                    from rerun_lane l where l.rerun_id = r.id and l.recent_minute >= %3$s - 1),
                %4$s
            from rerun r
            """;

    private static final String REGISTERS = "select name from rerun_register where app_id = ?";

    private static final double MICROS_OF_A_MINUTE = 60e6;

    private final Session session;
    private final Names.View names;

    RunReports(Session session, Names.View names) {
        this.session = session;
        this.names = names;
    }

    static Binding bindKept(Map<KeptReason, Long> kept) {
        return parameters -> {
            for (KeptReason reason : KeptReason.values()) {
                parameters.number(kept.getOrDefault(reason, 0L));
            }
        };
    }

    Optional<RerunReport> report(long id) {
        return list("where r.id = ?", parameters -> parameters.number(id)).stream()
                .findFirst();
    }

    /** The newest runs, or of those that are older than one the newest. */
    List<RerunReport> history(String app, @Nullable Long before, int limit) {
        Integer appId = names.apps().find(app);
        if (appId == null) {
            return List.of();
        }
        String order = " order by r.app_id desc, r.ordinal desc limit ?";
        return before == null
                ? list(
                        "where r.app_id = ?" + order,
                        parameters -> parameters.integer(appId).integer(limit))
                : list(
                        "where r.app_id = ? and r.ordinal < (select b.ordinal from rerun b where b.id = ? and b.app_id = ?)"
                                + order,
                        parameters -> parameters
                                .integer(appId)
                                .number(before)
                                .integer(appId)
                                .integer(limit));
    }

    List<RerunReport> notOver() {
        return list("where r.going = true order by r.created_at, r.id", Binding.NONE);
    }

    List<RerunReport> endedSince(Instant since) {
        return list(
                "where r.finished_at >= ? order by r.finished_at, r.id",
                parameters -> parameters.time(wholeMicros(since)));
    }

    /** The first whole microsecond that is not before an instant. */
    private static Instant wholeMicros(Instant time) {
        Instant floor = time.truncatedTo(ChronoUnit.MICROS);
        return floor.equals(time) ? time : floor.plus(1, ChronoUnit.MICROS);
    }

    Set<String> registers(String app) {
        Integer appId = names.apps().find(app);
        return appId == null
                ? Set.of()
                : new HashSet<>(session.list(REGISTERS, parameters -> parameters.integer(appId), Row::text));
    }

    private List<RerunReport> list(String which, Binding binding) {
        String now = session.dialect().statementTime();
        String select =
                SELECT.formatted(OptionColumns.LIST, now, session.dialect().minuteOf(now), keptColumns(""));
        return session.list(select + which, binding, this::read);
    }

    private RerunReport read(Row row) throws SQLException {
        long id = row.number();
        String app = names.apps().name(row.integer());
        RerunRequest request = new RerunRequest(
                app,
                row.time(),
                row.timeOrNull(),
                row.textOrNull(),
                row.textOrNull(),
                row.textOrNull(),
                row.flag(),
                null,
                OptionColumns.read(row));
        String selectedBy = row.textOrNull();
        RerunStatus status = RerunStatus.valueOf(row.text());
        Duration retention = Duration.ofSeconds(row.number());
        Instant createdAt = row.time();
        Instant queuedAt = row.timeOrNull();
        Instant startedAt = row.timeOrNull();
        Instant finishedAt = row.timeOrNull();
        long total = row.number();
        long deleted = row.number();
        long putBack = row.number();
        long notPutBack = row.number();
        String reason = row.textOrNull();
        Instant readAt = row.time();
        long done = row.number();
        long failed = row.number();
        long held = row.number();
        long created = row.number();
        long retained = row.number();
        long lastMinute = lastMinute(row.number(), row.number(), readAt);
        return new RerunReport(
                id,
                app,
                request,
                selectedBy,
                status,
                retention,
                createdAt,
                queuedAt,
                startedAt,
                finishedAt,
                total,
                done,
                failed,
                held,
                lastMinute,
                deleted,
                readKept(row),
                created,
                retained,
                putBack,
                notPutBack,
                reason,
                readAt);
    }

    /** What the clock's minute has so far, and of the minute before the part that is less than a minute ago. */
    private static long lastMinute(long current, long before, Instant readAt) {
        long gone = ChronoUnit.MICROS.between(readAt.truncatedTo(ChronoUnit.MINUTES), readAt);
        return Math.round(current + before * (1 - gone / MICROS_OF_A_MINUTE));
    }

    private static Map<KeptReason, Long> readKept(Row row) throws SQLException {
        Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);
        for (KeptReason reason : KeptReason.values()) {
            long count = row.number();
            if (count > 0) {
                kept.put(reason, count);
            }
        }
        return kept;
    }

    /** The column of a reason is called after it. */
    private static String keptColumns(String suffix) {
        return Arrays.stream(KeptReason.values())
                .map(reason -> "kept_" + reason.name().toLowerCase(Locale.ROOT) + suffix)
                .collect(Collectors.joining(", "));
    }
}
