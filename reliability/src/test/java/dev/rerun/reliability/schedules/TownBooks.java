package dev.rerun.reliability.schedules;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.reliability.harbour.Books;
import dev.rerun.reliability.harbour.Line;
import dev.rerun.reliability.harbour.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that the database says, in lines like those of the model. */
final class TownBooks {
    private static final String ITEMS = "select a.name, %s, i.unique_key, i.entry_id, i.ordering_key, i.amount,"
            + " i.calculated_amount, i.units, i.detail, c.version, i.invoice_id, i.rerun_id from %s i"
            + " join rerun_app a on a.id = i.app_id left join rerun_contract c on c.id = i.contract_id";
    private static final String OUTCOMES = "select a.name, o.entry_id, o.rerun_id, o.status, c.version, o.diagnostics"
            + " from activity_outcome o join rerun_app a on a.id = o.app_id"
            + " left join rerun_contract c on c.id = o.contract_id";
    private static final String FAILURES = "select a.name, f.rerun_id, f.entry_id,"
            + " case when f.held then 'held' else 'failed' end, f.error from rerun_failure f"
            + " join rerun r on r.id = f.rerun_id join rerun_app a on a.id = r.app_id";
    private static final String COMMANDS = "select rerun_id, action from rerun_command order by id";
    private static final String LEFT_OVER = "select distinct q.rerun_id from rerun_entry q"
            + " where not exists (select 1 from rerun r where r.id = q.rerun_id and r.queued_at is not null)";

    private final Town town;
    private final List<String> lines = new ArrayList<>();

    /** By app and run, the visits that were processed, whether they failed or not. */
    final Map<String, Map<String, Set<Integer>>> processed = new HashMap<>();

    private TownBooks(Town town) {
        this.town = town;
    }

    static TownBooks of(Town town, RerunEngine engine) {
        TownBooks books = new TownBooks(town);
        town.learn();
        books.items("register", "null", "register_item");
        books.items("archived", "i.archived_by", "rerun_archived_item");
        books.outcomes();
        books.failures();
        books.runs(engine);
        return books;
    }

    List<String> lines() {
        return lines;
    }

    /** Which run says the newest of each visit, according to an engine. */
    static List<String> newest(Town town, RerunEngine engine) {
        List<String> lines = new ArrayList<>();
        for (List<@Nullable String> row : Rows.of(
                town.database(), "select a.name, e.id from activity_entry e join rerun_app a on a.id = e.app_id")) {
            String app = String.valueOf(row.get(0));
            String visit = String.valueOf(row.get(1));
            ActivityOutcome newest = engine.outcomes(app, visit).get(0);
            Long run = newest.rerunId();
            lines.add(Line.of("newest", app, visit, town.name(run == null ? 0 : run)));
        }
        return lines;
    }

    private void items(String title, String run, String table) {
        for (List<@Nullable String> row : Rows.of(town.database(), ITEMS.formatted(run, table))) {
            lines.add(Line.of(
                    title,
                    row.get(0),
                    name(row.get(1)),
                    row.get(2),
                    row.get(3),
                    row.get(4),
                    Line.plain(row.get(5)),
                    Line.plain(row.get(6)),
                    Line.plain(row.get(7)),
                    row.get(8),
                    row.get(9),
                    row.get(10),
                    name(row.get(11))));
        }
    }

    private void outcomes() {
        for (List<@Nullable String> row : Rows.of(town.database(), OUTCOMES)) {
            // The further lines of a remark, such as those of a stack, begin with a tab.
            String remarks = String.valueOf(row.get(5))
                    .lines()
                    .filter(line -> !line.startsWith("\t"))
                    .collect(Collectors.joining("; "));
            processed(row.get(0), row.get(2), row.get(1));
            lines.add(Line.of("outcome", row.get(0), row.get(1), name(row.get(2)), row.get(3), row.get(4), remarks));
        }
    }

    private void failures() {
        for (List<@Nullable String> row : Rows.of(town.database(), FAILURES)) {
            processed(row.get(0), row.get(1), row.get(2));
            lines.add(Line.of("failure", row.get(0), name(row.get(1)), row.get(2), row.get(3), row.get(4)));
        }
        Rows.texts(town.database(), LEFT_OVER).forEach(id -> lines.add(Line.of("left over of run", id)));
    }

    private void processed(@Nullable String app, @Nullable String run, @Nullable String visit) {
        processed
                .computeIfAbsent(String.valueOf(app), key -> new HashMap<>())
                .computeIfAbsent(String.valueOf(name(run)), key -> new HashSet<>())
                .add(Integer.valueOf(String.valueOf(visit)));
    }

    private void runs(RerunEngine engine) {
        Map<String, List<String>> commands = new HashMap<>();
        for (List<@Nullable String> row : Rows.of(town.database(), COMMANDS)) {
            commands.computeIfAbsent(String.valueOf(row.get(0)), id -> new ArrayList<>())
                    .add(String.valueOf(row.get(1)));
        }
        for (String app : Town.APPS) {
            for (RerunReport report : engine.history(app)) {
                if (report.status() != RerunStatus.FAILED && report.status() != RerunStatus.PREPARING) {
                    lines.add(Line.of(
                            "run",
                            app,
                            town.name(report.id()),
                            report.status().name(),
                            Books.counters(report),
                            String.join(" ", commands.getOrDefault(Long.toString(report.id()), List.of()))));
                }
            }
        }
    }

    private @Nullable String name(@Nullable String run) {
        return run == null ? null : town.name(Long.parseLong(run));
    }
}
