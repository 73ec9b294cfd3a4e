package dev.rerun.testkit;

import static dev.rerun.testkit.AskedQuery.twisted;
import static dev.rerun.testkit.BrokenSteering.withoutLimit;
import static dev.rerun.testkit.Stage.MICRO;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryCondition.NotProcessedSince;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.testkit.TwistedStore.Twist;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Stores that each break one promise about runs that a query selects, and no other promise. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenQueries {
    LOOKS_AT_THE_FIRST_CONDITION(
            "Q1",
            twisted(asked ->
                    asked.ask(EntryQuery.where(asked.query().conditions().get(0))))),
    TAKES_IDS_FOR_NUMBERS("Q1", conditions(BrokenQueries::asNumbers)),
    LOOKS_BEYOND_THE_SELECTION(
            "Q1",
            twisted(asked -> asked.ask(new Selection(
                    asked.run().app(), RerunRequest.BEGINNING, null, RerunRequest.BEGINNING, true, Long.MAX_VALUE)))),
    LEAVES_OUT_ENTRIES_WITHOUT_CONTRACT("Q1", twisted(asked -> {
        Selection old = asked.run().selection();
        return asked.ask(new Selection(old.app(), old.cutoff(), old.until(), old.retainedFrom(), false, old.epoch()));
    })),

    FORGETS_THE_LIMIT_OF_SEVERAL_LANES(
            "Q2", twisted(asked -> asked.ask(asked.run().lanes() > 1 ? withoutLimit(asked.run()) : asked.run()))),
    ANSWERS_THAT_ALL_LANES_ARE_OPEN(
            "Q2",
            Preparation.class,
            "freeze",
            (preparation, args, same) -> args.length == 1
                    ? preparation.freeze((Run) args[0])
                    : preparation.freeze((Run) args[0], (EntryQuery) args[1]).stream()
                            .map(lane -> new Lane(lane.rerunId(), lane.number(), 0, lane.end()))
                            .toList()),

    COUNTS_FIRST_PROCESSING("Q3", processed(outcome -> true)),
    COUNTS_SUCCESSES_ONLY(
            "Q3", processed(outcome -> outcome.rerunId() != null && outcome.status() != OutcomeStatus.FAILED)),
    EXCLUDES_THE_INSTANT(
            "Q3",
            conditions(condition -> condition instanceof NotProcessedSince since
                    ? new NotProcessedSince(since.instant().plus(MICRO))
                    : condition)),

    COUNTS_WITHOUT_LIMIT(
            "Q4", (InMemoryStore inner) -> twisted(inner, "count", asked -> asked.ask(withoutLimit(asked.run())))),
    COUNTS_AS_IF_IT_STARTED(
            "Q4",
            (InMemoryStore inner) -> twisted(inner, "count", asked -> {
                asked.transaction().runs().closeEpoch(asked.run().app());
                return asked.ask(asked.query());
            })),
    PREVIEWS_NEWEST_FIRST("Q4", Preparation.class, "preview", (preparation, args, same) -> {
        List<ActivityEntry> entries =
                new ArrayList<>(preparation.preview((Run) args[0], (EntryQuery) args[1], Integer.MAX_VALUE));
        Collections.reverse(entries);
        return entries.stream().limit((int) args[2]).toList();
    }),
    PREVIEWS_WITHOUT_PAYLOADS(
            "Q4",
            Preparation.class,
            "preview",
            (preparation, args, same) ->
                    preparation.preview((Run) args[0], (EntryQuery) args[1], (int) args[2]).stream()
                            .map(entry -> new ActivityEntry(
                                    entry.app(),
                                    entry.id(),
                                    entry.orderingKey(),
                                    entry.occurredAt(),
                                    entry.createdAt(),
                                    ""))
                            .toList()),
    PREVIEWS_WINDOWS_WITHOUT_LIMIT("Q4", Preparation.class, "preview", (preparation, args, same) -> {
        Run run = (Run) args[0];
        return preparation.preview(args[1] == null ? withoutLimit(run) : run, (EntryQuery) args[1], (int) args[2]);
    }),

    FREEZES_WHAT_ANOTHER_RUN_HAS(
            "Q5", (InMemoryStore inner) -> twisted(inner, "freeze", asked -> asked.askWithout(other -> true))),
    COUNTS_WHAT_A_PAUSED_RUN_HAS(
            "Q5",
            (InMemoryStore inner) ->
                    twisted(inner, "count", asked -> asked.askWithout(other -> other.status() == RerunStatus.PAUSED))),
    PREVIEWS_WHAT_ANOTHER_RUN_IS_DONE_WITH(
            "Q5",
            (InMemoryStore inner) -> twisted(
                    inner,
                    "preview",
                    asked -> asked.askWithout(other ->
                            asked.transaction().lanes().open(other.id(), 1).isEmpty()))),
    LEAVES_OUT_WHAT_A_CANCELLED_RUN_HAD(
            "Q5",
            twisted(asked -> asked.askBeside(
                    asked.transaction().runs().history(asked.run().app(), null, 100),
                    other -> other.selectedBy() != null && other.status() == RerunStatus.CANCELLED))),
    LEAVES_OUT_WHAT_A_WINDOW_HAS(
            "Q5",
            twisted(asked -> asked.askBeside(
                    asked.transaction().runs().notOver(),
                    other -> other.selectedBy() == null
                            && other.app().equals(asked.run().app())))),
    LEAVES_OUT_WHAT_OTHER_APPS_HAVE(
            "Q5",
            twisted(asked ->
                    asked.askBeside(asked.transaction().runs().notOver(), other -> other.selectedBy() != null))),

    TAKES_RUNS_WITH_A_QUERY_FOR_ACTIVE(
            "Q6", Runs.class, "active", (runs, args, same) -> runs.history((String) args[0], null, 100).stream()
                    .filter(report -> !report.status().terminal())
                    .mapToLong(RerunReport::id)
                    .findFirst()),
    STARTS_NOTHING_WHILE_ANOTHER_RUN_PREPARES("Q6", Runs.class, "insert", (runs, args, same) -> {
        NewRun run = (NewRun) args[0];
        requireNone(runs, run.selection().app(), report -> report.status() == RerunStatus.PREPARING);
        return runs.insert(run);
    }),
    REOPENS_NOTHING_BESIDE_A_QUERY("Q6", Runs.class, "reopen", (runs, args, same) -> {
        String app = runs.find((long) args[0]).orElseThrow().app();
        requireNone(
                runs,
                app,
                report -> report.selectedBy() != null && !report.status().terminal());
        runs.reopen((long) args[0]);
        return null;
    }),
    WORKS_ON_ONE_RUN_OF_AN_APP("Q6", Runs.class, "workable", (runs, args, same) -> {
        Set<String> apps = new HashSet<>();
        return runs.workable().stream().filter(run -> apps.add(run.app())).toList();
    }),
    FORGETS_ABANDONED_QUERIES(
            "Q6", Runs.class, "lockAbandoned", (runs, args, same) -> runs.lockAbandoned((Duration) args[0]).stream()
                    .filter(id -> !runs.find(id).orElseThrow().handled())
                    .toList()),
    TAKES_QUERIES_FOR_OVER("Q6", Runs.class, "notOver", (runs, args, same) -> runs.notOver().stream()
            .filter(report -> report.selectedBy() == null)
            .toList()),
    HIDES_QUERIES_FROM_THE_HISTORY(
            "Q6",
            Runs.class,
            "history",
            (runs, args, same) -> runs.history((String) args[0], (Long) args[1], (int) args[2]).stream()
                    .filter(report -> report.selectedBy() == null)
                    .toList()),

    LOCKS_QUERIES_AS_WINDOWS("Q7", Runs.class, "lock", (runs, args, same) -> runs.lock((long) args[0])
            .map(run -> new Run(run.id(), run.status(), run.selection(), run.lanes(), run.options()))),
    WORKS_ON_QUERIES_AS_WINDOWS("Q7", Runs.class, "workable", (runs, args, same) -> runs.workable().stream()
            .map(run -> new Run(run.id(), run.status(), run.selection(), run.lanes(), run.options()))
            .toList()),
    CUTS_THE_WORDS("Q7", Runs.class, "report", (runs, args, same) -> runs.report((long) args[0])
            .map(report -> telling(report, report.request(), cut(report.selectedBy())))),
    FORGETS_THE_WORDS_AT_THE_END(
            "Q7", Runs.class, "endedSince", (runs, args, same) -> runs.endedSince((Instant) args[0]).stream()
                    .map(report -> telling(report, report.request(), null))
                    .toList()),
    MAKES_UP_A_QUERY("Q7", Runs.class, "report", (runs, args, same) -> runs.report((long) args[0])
            .map(report ->
                    report.selectedBy() == null ? report : telling(report, asking(report), report.selectedBy())));

    final String promise;
    final Function<InMemoryStore, RerunStore> breaking;

    BrokenQueries(String promise, Function<InMemoryStore, RerunStore> breaking) {
        this.promise = promise;
        this.breaking = breaking;
    }

    <P> BrokenQueries(String promise, Class<P> part, String method, Twist<P> twist) {
        this(promise, inner -> TwistedStore.of(inner, part, method, twist));
    }

    private static Function<InMemoryStore, RerunStore> conditions(UnaryOperator<EntryCondition> change) {
        return twisted(asked -> asked.ask(new EntryQuery(
                asked.query().conditions().stream().map(change).toList(),
                asked.query().order())));
    }

    /** A store to which an entry is processed by other outcomes. */
    private static Function<InMemoryStore, RerunStore> processed(Predicate<ActivityOutcome> counts) {
        return twisted(asked -> {
            for (EntryCondition condition : asked.query().conditions()) {
                if (condition instanceof NotProcessedSince since) {
                    List<EntryCondition> others = new ArrayList<>(asked.query().conditions());
                    others.set(others.indexOf(condition), new EntryCondition.Everything());
                    return asked.ask(
                            new EntryQuery(others, List.of()),
                            id -> asked
                                    .transaction()
                                    .entries()
                                    .outcomes(asked.run().app(), id)
                                    .stream()
                                    .noneMatch(outcome -> counts.test(outcome)
                                            && !outcome.processedAt().isBefore(since.instant())));
                }
            }
            return asked.ask(asked.query());
        });
    }

    private static EntryCondition asNumbers(EntryCondition condition) {
        if (!(condition instanceof EntryCondition.WithId withId)) {
            return condition;
        }
        Set<String> ids = new LinkedHashSet<>();
        for (String id : withId.ids()) {
            ids.add(id.matches("[-+]?[0-9]{1,9}") ? Long.toString(Long.parseLong(id)) : id);
        }
        return new EntryCondition.WithId(ids);
    }

    private static void requireNone(Runs runs, String app, Predicate<RerunReport> inTheWay) {
        if (runs.history(app, null, 100).stream().anyMatch(inTheWay)) {
            throw new RejectedDataException("another run of app '" + app + "' is in the way", null);
        }
    }

    private static @Nullable String cut(@Nullable String words) {
        return words == null ? null : words.substring(0, Math.min(255, words.length()));
    }

    private static RerunRequest asking(RerunReport report) {
        return RerunRequest.where(EntryQuery.all())
                .ofApp(report.app())
                .with(report.request().options());
    }

    private static RerunReport telling(RerunReport report, RerunRequest request, @Nullable String selectedBy) {
        return new RerunReport(
                report.id(),
                report.app(),
                request,
                selectedBy,
                report.status(),
                report.retention(),
                report.createdAt(),
                report.queuedAt(),
                report.startedAt(),
                report.finishedAt(),
                report.total(),
                report.done(),
                report.failed(),
                report.held(),
                report.processedLastMinute(),
                report.itemsDeleted(),
                report.kept(),
                report.itemsCreated(),
                report.itemsRetained(),
                report.itemsPutBack(),
                report.itemsNotPutBack(),
                report.statusReason(),
                report.readAt());
    }
}
