package dev.rerun.jdbc;

import dev.rerun.api.KeptReason;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.InsideWindow;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.jdbc.Archive.Moved;
import dev.rerun.jdbc.EligibilitySql.Fragment;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The set-based statements of prepare. */
final class JdbcPreparation implements Preparation {
    private static final String FREEZE = """
            insert into rerun_entry (rerun_id, lane, seq, entry_id)
            select ?, s.lane, row_number() over (partition by s.lane order by s.created_at, s.id), s.id
            from (
                select e.id, e.created_at, %s as lane
                from activity_entry e
                where e.app_id = ? and e.created_at > ? and e.created_at <= ? and e.created_at >= ? and e.epoch <= ?
                %s
            ) s
            """;

    private static final String HAD_CONTRACT = """
            and not exists (
                select 1 from activity_outcome o
                where o.app_id = e.app_id and o.entry_id = e.id and o.rerun_id = 0 and o.status = 'NO_CONTRACT')
            """;

    private static final String MAKE_LANES = """
            insert into rerun_lane (rerun_id, lane, end_seq)
            select rerun_id, lane, max(seq) from rerun_entry where rerun_id = ? group by rerun_id, lane
            """;

    private static final String LANES = """
            select rerun_id, lane, watermark, end_seq from rerun_lane where rerun_id = ? order by lane
            """;

    private static final String IN_WINDOW = "i.app_id = ? and i.item_time %s ? and i.item_time <= ?";

    private static final String COUNT = """
            select k.reason, count(*)
            from (select %s as reason from register_item i where i.app_id = ?) k
            group by k.reason
            """;

    private final Session session;
    private final Names.View names;

    JdbcPreparation(Session session, Names.View names) {
        this.session = session;
        this.names = names;
    }

    @Override
    public List<Lane> freeze(Run run) {
        Selection selection = run.selection();
        int app = app(run);
        session.update(
                FREEZE.formatted(
                        session.dialect().hashModulo("e.ordering_key"),
                        selection.includeWithoutContract() ? "" : HAD_CONTRACT),
                parameters -> parameters
                        .number(run.id())
                        .integer(run.lanes())
                        .integer(app)
                        .time(selection.cutoff())
                        .time(endOf(selection.until()))
                        .time(selection.retainedFrom())
                        .number(selection.epoch()));
        session.update(MAKE_LANES, parameters -> parameters.number(run.id()));
        return session.list(LANES, parameters -> parameters.number(run.id()), JdbcLanes::readLane);
    }

    @Override
    public void archive(Run run, Eligibility eligibility, int batchSize, LongConsumer onBatch) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size " + batchSize + " is not positive");
        }
        int app = app(run);
        Fragment eligible = EligibilitySql.eligible(eligibility, run.id());
        Archive archive = session.dialect().archive(session, run.id());
        Optional<InsideWindow> window = window(eligibility);
        Instant last = endOf(window.map(InsideWindow::until).orElse(null));
        Instant from = window.map(InsideWindow::cutoff).orElse(Parameters.EVER_BEFORE);
        String after = ">";
        while (true) {
            Instant begin = from;
            Binding binding =
                    parameters -> parameters.integer(app).time(begin).time(last).all(eligible.binding());
            Optional<Moved> moved =
                    archive.moveFirst(IN_WINDOW.formatted(after) + " and " + eligible.sql(), binding, batchSize);
            if (moved.isEmpty()) {
                return;
            }
            onBatch.accept(moved.get().items());
            Instant upTo = moved.get().upTo();
            if (upTo != null) {
                // Items of the same time may be left. Those that are kept are passed again, but only they.
                from = upTo;
                after = ">=";
            }
        }
    }

    @Override
    public Map<KeptReason, Long> countKept(Run run, Eligibility eligibility) {
        int app = app(run);
        // What no rule keeps any more became eligible after its batch had gone by; the run does not calculate it.
        Fragment reason = EligibilitySql.reason(eligibility, run.id(), KeptReason.NOT_SELECTED);
        Map<KeptReason, Long> kept = new EnumMap<>(KeptReason.class);
        session.list(
                        COUNT.formatted(reason.sql()),
                        parameters -> parameters.all(reason.binding()).integer(app),
                        row -> Map.entry(KeptReason.valueOf(row.text()), row.number()))
                .forEach(counted -> kept.put(counted.getKey(), counted.getValue()));
        return kept;
    }

    /** The window only bounds the batches; the condition holds all the rules. */
    private static Optional<InsideWindow> window(Eligibility eligibility) {
        return eligibility.rules().stream()
                .filter(InsideWindow.class::isInstance)
                .map(InsideWindow.class::cast)
                .findFirst();
    }

    private static Instant endOf(@Nullable Instant until) {
        return until == null ? Parameters.EVER_AFTER : until;
    }

    private int app(Run run) {
        Integer app = names.apps().find(run.app());
        if (app == null) {
            throw new StoreException("app '" + run.app() + "' of rerun " + run.id() + " is unknown", null);
        }
        return app;
    }
}
