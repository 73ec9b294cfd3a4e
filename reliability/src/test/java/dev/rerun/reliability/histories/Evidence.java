package dev.rerun.reliability.histories;

import dev.rerun.reliability.harbour.Rows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the tables say at one moment, read with plain SQL. Times are microseconds since 1970. */
final class Evidence {
    private static final String RUNS = """
            select r.id, a.name, r.ordinal, r.status, %s, %s, %s, r.epoch, r.include_without_contract, r.entry_limit,
                r.queued_at is not null, r.reason, r.total, r.items_deleted, r.items_put_back, r.items_not_put_back
            from rerun r join rerun_app a on a.id = r.app_id order by r.ordinal
            """.formatted(micros("r.cutoff"), micros("r.until"), micros("r.retained_from"));

    private static final String QUEUED = "select rerun_id, entry_id from rerun_entry order by rerun_id, lane, seq";
    private static final String FAILURES = "select rerun_id, entry_id, held from rerun_failure";
    private static final String ARCHIVE = "select archived_by, unique_key, rerun_id from rerun_archived_item";
    private static final String COMMANDS = "select rerun_id, action, reason from rerun_command";
    private static final String ENTRIES =
            "select a.name, e.id, e.epoch from activity_entry e join rerun_app a on a.id = e.app_id";

    private static final String OUTCOMES = """
            select a.name, o.entry_id, o.rerun_id, o.status, c.version, o.diagnostics
            from activity_outcome o join rerun_app a on a.id = o.app_id left join rerun_contract c on c.id = o.contract_id
            """;

    private static final String ITEMS = """
            select a.name, i.unique_key, i.ordering_key, %s, i.amount, i.units, i.detail, c.version, i.ui_created, i.entry_id,
                i.invoice_id, i.rerun_id, cast(i as text)
            from register_item i join rerun_app a on a.id = i.app_id left join rerun_contract c on c.id = i.contract_id
            order by a.name, i.unique_key
            """.formatted(micros("i.item_time"));

    private static final String DOINGS =
            "select kind, app, unique_key, rerun_id, amount, line from host_doing order by number";

    final Map<Long, Run> runs = new HashMap<>();
    final Map<Long, List<Long>> queued = new HashMap<>();
    final Map<Long, Map<Long, Boolean>> failures = new HashMap<>();
    final Map<Long, List<Incarnation>> archive = new HashMap<>();
    final List<Given> commands = new ArrayList<>();
    final Map<String, Map<Long, Long>> epochs = new HashMap<>();
    final List<Outcome> outcomes = new ArrayList<>();
    final List<Item> items = new ArrayList<>();
    final List<Doing> doings = new ArrayList<>();

    /** One run's row. */
    record Run(
            long id,
            String app,
            long ordinal,
            String status,
            long cutoff,
            @Nullable Long until,
            long retainedFrom,
            long epoch,
            boolean includeWithoutContract,
            @Nullable Long limit,
            boolean queued,
            @Nullable String reason,
            long total,
            long itemsDeleted,
            long itemsPutBack,
            long itemsNotPutBack) {
        boolean cancelled() {
            return status.equals("CANCELLED");
        }
    }

    /** An item that a certain run wrote; zero is first processing. */
    record Incarnation(String app, String uniqueKey, long run) {}

    record Given(long run, String action, @Nullable String reason) {}

    record Outcome(
            String app,
            long entry,
            long run,
            String status,
            @Nullable String version,
            String diagnostics) {}

    record Item(
            String app,
            String uniqueKey,
            String truck,
            long time,
            BigDecimal amount,
            BigDecimal units,
            @Nullable String detail,
            @Nullable String version,
            boolean ui,
            @Nullable Long entry,
            @Nullable String invoice,
            long run,
            String line) {
        Incarnation incarnation() {
            return new Incarnation(app, uniqueKey, run);
        }
    }

    record Doing(String kind, Incarnation item, BigDecimal amount, String line) {}

    static Evidence of(DataSource database) {
        Evidence found = new Evidence();
        Rows.of(database, RUNS).forEach(row -> found.runs.put(number(row, 0), run(row)));
        Rows.of(database, QUEUED).forEach(row -> found.queued
                .computeIfAbsent(number(row, 0), run -> new ArrayList<>())
                .add(number(row, 1)));
        Rows.of(database, FAILURES).forEach(row -> found.failures
                .computeIfAbsent(number(row, 0), run -> new HashMap<>())
                .put(number(row, 1), flag(row, 2)));
        Rows.of(database, ENTRIES).forEach(row -> found.epochs
                .computeIfAbsent(text(row, 0), app -> new HashMap<>())
                .put(number(row, 1), number(row, 2)));
        Rows.of(database, ARCHIVE).forEach(row -> found.archive(number(row, 0), text(row, 1), orZero(row, 2)));
        Rows.of(database, COMMANDS)
                .forEach(row -> found.commands.add(new Given(number(row, 0), text(row, 1), row.get(2))));
        Rows.of(database, OUTCOMES)
                .forEach(row -> found.outcomes.add(new Outcome(
                        text(row, 0), number(row, 1), number(row, 2), text(row, 3), row.get(4), text(row, 5))));
        Rows.of(database, ITEMS).forEach(row -> found.items.add(item(row)));
        Rows.of(database, DOINGS)
                .forEach(row -> found.doings.add(new Doing(
                        text(row, 0),
                        new Incarnation(text(row, 1), text(row, 2), orZero(row, 3)),
                        new BigDecimal(text(row, 4)),
                        text(row, 5))));
        return found;
    }

    /** What a purge does not touch is asked for later. */
    void forgetAllButRuns() {
        items.clear();
        doings.clear();
        epochs.clear();
        outcomes.removeIf(outcome -> !runs.containsKey(outcome.run()));
    }

    private void archive(long by, String uniqueKey, long run) {
        Run archivist = runs.get(by);
        String app = archivist == null ? "unknown" : archivist.app();
        archive.computeIfAbsent(by, id -> new ArrayList<>()).add(new Incarnation(app, uniqueKey, run));
    }

    private static Run run(List<@Nullable String> row) {
        return new Run(
                number(row, 0),
                text(row, 1),
                number(row, 2),
                text(row, 3),
                number(row, 4),
                row.get(5) == null ? null : (Long) number(row, 5),
                number(row, 6),
                number(row, 7),
                flag(row, 8),
                row.get(9) == null ? null : (Long) number(row, 9),
                flag(row, 10),
                row.get(11),
                number(row, 12),
                number(row, 13),
                number(row, 14),
                number(row, 15));
    }

    private static Item item(List<@Nullable String> row) {
        return new Item(
                text(row, 0),
                text(row, 1),
                text(row, 2),
                number(row, 3),
                new BigDecimal(text(row, 4)),
                new BigDecimal(text(row, 5)),
                row.get(6),
                row.get(7),
                flag(row, 8),
                row.get(9) == null ? null : (Long) number(row, 9),
                row.get(10),
                orZero(row, 11),
                text(row, 12));
    }

    private static String micros(String column) {
        return "cast(extract(epoch from " + column + ") * 1000000 as bigint)";
    }

    private static String text(List<@Nullable String> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }

    private static long number(List<@Nullable String> row, int column) {
        return Long.parseLong(text(row, column));
    }

    private static long orZero(List<@Nullable String> row, int column) {
        return row.get(column) == null ? 0 : number(row, column);
    }

    private static boolean flag(List<@Nullable String> row, int column) {
        return text(row, column).equals("t");
    }
}
