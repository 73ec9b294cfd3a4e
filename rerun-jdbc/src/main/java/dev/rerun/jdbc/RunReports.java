package dev.rerun.jdbc;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is told about runs. Status and sums come from one statement, so that they belong together. */
final class RunReports {
    /** The assignments that store the kept counts, a parameter for each reason in order. */
    static final String SET_KEPT = keptColumns(" = ?");

    private static final String SELECT = """
            select r.id, r.app_id, r.cutoff, r.until, r.requested_by, r.reason, r.idempotency_key,
                r.include_without_contract, r.status, r.retention_seconds, r.created_at, r.queued_at, r.started_at,
                r.finished_at, r.total, r.items_deleted, r.error,
                (select sum(l.done) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.failed) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.items_created) from rerun_lane l where l.rerun_id = r.id),
                (select sum(l.items_retained) from rerun_lane l where l.rerun_id = r.id),
                %s
            from rerun r
            """.formatted(keptColumns(""));

    private static final String REGISTERS = "select name from rerun_register where app_id = ?";

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
        return session.first(SELECT + "where r.id = ?", parameters -> parameters.number(id), this::read);
    }

    List<RerunReport> history(String app, int limit) {
        Integer appId = names.apps().find(app);
        return appId == null
                ? List.of()
                : session.list(
                        SELECT + "where r.app_id = ? order by r.app_id desc, r.ordinal desc limit ?",
                        parameters -> parameters.integer(appId).integer(limit),
                        this::read);
    }

    Set<String> registers(String app) {
        Integer appId = names.apps().find(app);
        return appId == null
                ? Set.of()
                : new HashSet<>(session.list(REGISTERS, parameters -> parameters.integer(appId), Row::text));
    }

    private RerunReport read(Row row) throws SQLException {
        long id = row.number();
        String app = names.apps().name(row.integer());
        RerunRequest request = new RerunRequest(
                app, row.time(), row.timeOrNull(), row.textOrNull(), row.textOrNull(), row.textOrNull(), row.flag());
        RerunStatus status = RerunStatus.valueOf(row.text());
        Duration retention = Duration.ofSeconds(row.number());
        Instant createdAt = row.time();
        Instant queuedAt = row.timeOrNull();
        Instant startedAt = row.timeOrNull();
        Instant finishedAt = row.timeOrNull();
        long total = row.number();
        long deleted = row.number();
        String error = row.textOrNull();
        long done = row.number();
        long failed = row.number();
        long created = row.number();
        long retained = row.number();
        return new RerunReport(
                id,
                app,
                request,
                status,
                retention,
                createdAt,
                queuedAt,
                startedAt,
                finishedAt,
                total,
                done,
                failed,
                deleted,
                readKept(row),
                created,
                retained,
                error);
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
