package dev.rerun.reliability.harbour;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** All that a database says of the harbour, in lines like those of {@link NaiveHarbour}. Runs are R1, R2 and so on. */
public final class Books {
    private static final String ITEMS = "select %s, i.unique_key, i.entry_id, i.ordering_key, i.amount, i.units,"
            + " i.detail, c.version, i.invoice_id, i.ui_created, i.rerun_id from %s i"
            + " left join rerun_contract c on c.id = i.contract_id";
    private static final String OUTCOMES = "select o.entry_id, o.rerun_id, o.status, c.version, o.diagnostics"
            + " from activity_outcome o left join rerun_contract c on c.id = o.contract_id";
    private static final String FAILURES = "select rerun_id, entry_id, held, error from rerun_failure";
    private static final String LEFT_OVER = "select distinct q.rerun_id from rerun_entry q"
            + " where not exists (select 1 from rerun r where r.id = q.rerun_id and r.queued_at is not null)";

    /** What drivers say for it. */
    private static final Set<String> TRUE = Set.of("t", "1", "TRUE");

    private final DataSource database;
    private final Map<String, String> names = new HashMap<>();
    private final List<String> lines = new ArrayList<>();

    private Books(DataSource database) {
        this.database = database;
        names.put("0", "first");
    }

    /** The register's rows of no run, with all their columns. */
    static List<String> untouched(DataSource database) {
        return Rows.of(database, "select * from register_item where rerun_id is null").stream()
                .map(row -> Line.of(row.toArray(new @Nullable String[0])))
                .toList();
    }

    /** The runs that were queued, in sequence; not those whose start was rolled back. */
    public static List<Long> runs(DataSource database) {
        return Rows.texts(database, "select id from rerun where queued_at is not null order by ordinal").stream()
                .map(Long::valueOf)
                .toList();
    }

    /** Where the newest run stands, in words. */
    public static String state(DataSource database) {
        return Rows.of(
                        database,
                        "select r.status, r.queued_at, (select coalesce(sum(done), 0) from rerun_lane where rerun_id = r.id),"
                                + " r.total from rerun r order by r.ordinal desc")
                .stream()
                .findFirst()
                .map(run -> run.get(0) + (run.get(1) == null ? "" : ", " + run.get(2) + " of " + run.get(3) + " done"))
                .orElse("no run");
    }

    /** How far a database is that a job leaves, in words. */
    public static String state(DataSource database, Job job) {
        return switch (job) {
            case OPEN ->
                Rows.texts(database, "select count(*) from information_schema.tables where table_schema = 'public'")
                                .get(0)
                        + " tables";
            case PROCESS ->
                Rows.texts(database, "select count(*) from activity_outcome").get(0) + " entries";
            case START, PAUSE, RESUME, CANCEL, RETRY, PURGE, SWEEP -> state(database);
        };
    }

    /** The runs that are known from before may be gone. */
    public static List<String> of(DataSource database, RerunEngine engine, List<Long> before) {
        Books books = new Books(database);
        Stream.concat(before.stream(), runs(database).stream())
                .distinct()
                .forEach(id -> books.names.put(Long.toString(id), "R" + books.names.size()));
        books.items("register", "null", "register_item");
        books.items("archived", "i.archived_by", "rerun_archived_item");
        books.outcomes();
        books.failures();
        books.reports(engine);
        Collections.sort(books.lines);
        return books.lines;
    }

    private void items(String title, String run, String table) {
        for (List<@Nullable String> row : Rows.of(database, ITEMS.formatted(run, table))) {
            lines.add(Line.of(
                    title,
                    name(row.get(0)),
                    row.get(1),
                    row.get(2),
                    row.get(3),
                    Line.plain(row.get(4)),
                    Line.plain(row.get(5)),
                    row.get(6),
                    row.get(7),
                    row.get(8),
                    isTrue(row.get(9)) ? "ui" : null,
                    name(row.get(10))));
        }
    }

    private void outcomes() {
        for (List<@Nullable String> row : Rows.of(database, OUTCOMES)) {
            // The further lines of a remark, such as those of a stack, begin with a tab.
            String remarks = String.valueOf(row.get(4))
                    .lines()
                    .filter(line -> !line.startsWith("\t"))
                    .collect(Collectors.joining("; "));
            lines.add(Line.of("outcome", row.get(0), name(row.get(1)), row.get(2), row.get(3), remarks));
        }
    }

    private void failures() {
        for (List<@Nullable String> row : Rows.of(database, FAILURES)) {
            lines.add(Line.of("failure", name(row.get(0)), row.get(1), isTrue(row.get(2)) ? "t" : "f", row.get(3)));
        }
        Rows.texts(database, LEFT_OVER).forEach(id -> lines.add(Line.of("left over of run", id)));
    }

    private void reports(RerunEngine engine) {
        List<RerunReport> reports = engine.history(Harbour.APP);
        long failed = reports.stream()
                .filter(report -> report.status() == RerunStatus.FAILED)
                .count();
        if (failed > 1) {
            lines.add(Line.of("starts that were rolled back", Long.toString(failed)));
        }
        for (RerunReport report : reports) {
            if (report.status() != RerunStatus.FAILED) {
                lines.add(Line.of(
                        "run",
                        name(Long.toString(report.id())),
                        report.status().name(),
                        counters(report),
                        engine.find(report.id()).orElseThrow().commands().stream()
                                .map(command -> command.action().name())
                                .collect(Collectors.joining(" "))));
            }
        }
    }

    /** A report's numbers. */
    public static String counters(RerunReport report) {
        return "total %d, done %d, failed %d, held %d, deleted %d, created %d, retained %d, put back %d, not put back %d"
                        .formatted(
                                report.total(),
                                report.done(),
                                report.failed(),
                                report.held(),
                                report.itemsDeleted(),
                                report.itemsCreated(),
                                report.itemsRetained(),
                                report.itemsPutBack(),
                                report.itemsNotPutBack())
                + Stream.of(KeptReason.values())
                        .filter(reason -> report.kept(reason) > 0)
                        .map(reason -> ", " + report.kept(reason) + " " + reason)
                        .collect(Collectors.joining());
    }

    private static boolean isTrue(@Nullable String column) {
        return column != null && TRUE.contains(column);
    }

    private @Nullable String name(@Nullable String run) {
        return run == null ? null : names.getOrDefault(run, "unknown run");
    }
}
