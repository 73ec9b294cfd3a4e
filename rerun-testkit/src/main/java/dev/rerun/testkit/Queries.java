package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Starts runs that a query selects as the engine does, and asks before what they would select. */
record Queries(Stage stage, int lanes, RerunOptions options, LongFunction<Selection> ofEpoch) {
    static final EntryQuery ALL = EntryQuery.all();

    /** No run has it. */
    private static final long NO_ID = 0;

    /** Of the stage's app, in one lane, so that what is queued is in sequence. */
    static Queries of(Stage stage) {
        return new Queries(stage, 1, RerunOptions.DEFAULT, epoch -> ever(APP, epoch));
    }

    static EntryQuery withId(String... ids) {
        return EntryQuery.where(EntryCondition.withId(List.of(ids)));
    }

    /** Entries in the order of their IDs, from one. */
    static void populate(Stage stage, int entries) {
        for (int id = 1; id <= entries; id++) {
            stage.process(entry(id, "ship " + id % 10, NOON.plusSeconds(id)));
        }
    }

    /** Of the window's entries, three and four are at its ends, and six had no contract. */
    static Instant populateAroundAWindow(Stage stage) {
        Instant from = NOON.plusSeconds(60);
        Instant end = NOON.plusSeconds(90);
        stage.process(entry(1, NOON), entry(2, from.minus(MICRO)), entry(3, from), entry(4, end));
        stage.process(entry(5, end.plus(MICRO)));
        stage.process(OutcomeStatus.NO_CONTRACT, entry(6, from.plusSeconds(1)));
        return end;
    }

    static Selection window(Instant end, boolean includeWithoutContract, long epoch) {
        return new Selection(APP, NOON, end, NOON.plusSeconds(60), includeWithoutContract, epoch);
    }

    Queries ofApp(String app) {
        return within(epoch -> ever(app, epoch));
    }

    Queries within(LongFunction<Selection> selection) {
        return new Queries(stage, lanes, options, selection);
    }

    Queries with(RerunOptions changed) {
        return new Queries(stage, lanes, changed, ofEpoch);
    }

    Queries on(int changed) {
        return new Queries(stage, changed, options, ofEpoch);
    }

    Run start(EntryQuery query) {
        stage.with(transaction -> transaction.preparation().check(unrecorded(query), query));
        long id = stage.runId();
        String app = ofEpoch.apply(0).app();
        RerunRequest request = RerunRequest.where(query).ofApp(app).with(options);
        return stage.start(app, epoch -> new NewRun(id, request, ofEpoch.apply(epoch), Duration.ofDays(45), lanes));
    }

    /** Freezes and queues. */
    List<Lane> freeze(Run run, EntryQuery query) {
        return stage.in(transaction -> {
            transaction.runs().closeEpoch(run.app());
            transaction.runs().lock(run.id());
            List<Lane> frozen = transaction.preparation().freeze(run, query);
            long total = frozen.stream().mapToLong(Lane::end).sum();
            transaction.runs().queued(run.id(), new PrepareCounts(total, 0, Map.of()));
            return frozen;
        });
    }

    Run queue(EntryQuery query) {
        Run run = start(query);
        freeze(run, query);
        return run;
    }

    /** The IDs that a run has, which then is over. */
    List<String> frozen(EntryQuery query) {
        Run run = queue(query);
        List<String> ids = stage.queuedIds(run);
        stage.end(run);
        return ids;
    }

    long count(EntryQuery query) {
        return stage.in(transaction -> transaction.preparation().count(unrecorded(query), query));
    }

    /** The IDs of the first entries, of a whole window if there is no query. */
    List<String> preview(@Nullable EntryQuery query, int limit) {
        return entries(query, limit).stream().map(ActivityEntry::id).toList();
    }

    List<ActivityEntry> entries(@Nullable EntryQuery query, int limit) {
        return stage.list(transaction -> transaction.preparation().preview(unrecorded(query), query, limit));
    }

    /** Whatever is stored is of an epoch that a start would end. */
    private Run unrecorded(@Nullable EntryQuery query) {
        return new Run(
                NO_ID,
                RerunStatus.PREPARING,
                ofEpoch.apply(Long.MAX_VALUE),
                lanes,
                options,
                query == null ? null : query.toString());
    }

    private static Selection ever(String app, long epoch) {
        return new Selection(app, RerunRequest.BEGINNING, null, RerunRequest.BEGINNING, true, epoch);
    }
}
