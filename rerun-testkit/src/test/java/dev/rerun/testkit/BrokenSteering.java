package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.TwistedStore.ofWindows;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.core.spi.Tally;
import dev.rerun.testkit.TwistedStore.Twist;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Stores that each break one promise about how runs are prepared, steered and forgotten, and no other promise. */
@SuppressWarnings("ImmutableEnumChecker")
enum BrokenSteering {
    KEEPS_SHARES_AS_FLOATS("R1", Runs.class, "insert", (runs, args, same) -> {
        NewRun run = (NewRun) args[0];
        RerunOptions options = run.request().options();
        float share = (float) options.pauseAtFailureShare();
        return runs.insert(new NewRun(
                run.id(),
                run.request().with(options.pauseWhenFailing(share, options.pauseNotBefore())),
                run.selection(),
                run.retention(),
                run.lanes()));
    }),
    LOSES_REASONS_OF_PAUSES("R8", Runs.class, "moveTo", (runs, args, same) -> {
        RerunStatus status = (RerunStatus) args[1];
        runs.moveTo((long) args[0], status, status == RerunStatus.PAUSED ? null : (String) args[2]);
        return null;
    }),
    COUNTS_HELD_ENTRIES_AS_PROCESSED("R9", Runs.class, "report", (runs, args, same) -> runs.report((long) args[0])
            .map(report -> processing(report, report.held()))),
    BEGINS_EVERY_PAGE_ANEW(
            "R10", Runs.class, "history", (runs, args, same) -> runs.history((String) args[0], null, (int) args[2])),
    FORGETS_WHY("R13", Runs.class, "record", (runs, args, same) -> {
        runs.record((long) args[0], (RerunAction) args[1], new Actor(((Actor) args[2]).caller(), null));
        return null;
    }),
    LISTS_NEWEST_COMMANDS_FIRST("R13", Runs.class, "commands", (runs, args, same) -> {
        List<RerunCommand> commands = new ArrayList<>(runs.commands((long) args[0]));
        Collections.reverse(commands);
        return commands;
    }),
    TALLIES_HELD_ENTRIES_AS_FAILED("R14", Runs.class, "tally", (runs, args, same) -> {
        Tally tally = runs.tally((long) args[0]);
        long held = runs.report((long) args[0]).map(RerunReport::held).orElse(0L);
        return new Tally(tally.done(), tally.failed() + held);
    }),
    TAKES_A_TURN_BY_LOOKING("R15", Runs.class, "takeTurn", (runs, args, same) -> {
        Duration length = (Duration) args[1];
        return runs.takeTurn((long) args[0], length.isZero() ? Duration.ofDays(1) : length);
    }),
    FREES_TURNS_EARLY(
            "R15",
            Runs.class,
            "takeTurn",
            (runs, args, same) -> runs.takeTurn((long) args[0], ((Duration) args[1]).dividedBy(2))),
    LISTS_RUNS_BY_ID("R16", Runs.class, "notOver", (runs, args, same) -> runs.notOver().stream()
            .sorted(Comparator.comparing(RerunReport::id))
            .toList()),
    TAKES_PAUSED_RUNS_FOR_OVER("R16", Runs.class, "notOver", (runs, args, same) -> runs.notOver().stream()
            .filter(report -> report.status() != RerunStatus.PAUSED)
            .toList()),
    FORGETS_RUNS_THAT_END_AT_THE_INSTANT(
            "R17", Runs.class, "endedSince", (runs, args, same) -> runs.endedSince(((Instant) args[0]).plus(MICRO))),
    SPARES_RUNS_THAT_END_AT_THE_INSTANT(
            "R18",
            Runs.class,
            "ended",
            (runs, args, same) -> runs.ended((String) args[0], ((Instant) args[1]).minus(MICRO), (int) args[2])),
    KEEPS_THE_END_OF_REOPENED_RUNS("R19", Runs.class, "reopen", (runs, args, same) -> {
        runs.moveTo((long) args[0], RerunStatus.RUNNING, null);
        return null;
    }),
    REPORTS_WHAT_CAME_BACK_AS_REFUSED("R20", Runs.class, "putBack", (runs, args, same) -> {
        PutBack items = (PutBack) args[1];
        runs.putBack((long) args[0], new PutBack(0, items.items() + items.refused()));
        return null;
    }),
    KEEPS_COMMANDS_OF_PURGED_RUNS("R21", (InMemoryStore inner) -> {
        Map<Long, List<RerunCommand>> kept = new HashMap<>();
        return TwistedStore.of(
                purging(inner, (runs, id) -> kept.put(id, runs.commands(id))),
                Runs.class,
                "commands",
                (runs, args, same) -> runs.find((long) args[0]).isPresent()
                        ? runs.commands((long) args[0])
                        : kept.getOrDefault((long) args[0], List.of()));
    }),
    FORGETS_THE_NEWEST_OUTCOMES(
            "R22",
            Entries.class,
            "outcomes",
            (entries, args, same) -> entries.outcomes((String) args[0], (String) args[1]).stream()
                    .filter(outcome -> !ofForgottenRun(outcome, same))
                    .toList()),
    LISTS_WHAT_STAYED_FIRST(
            "R22",
            Entries.class,
            "outcomes",
            (entries, args, same) -> entries.outcomes((String) args[0], (String) args[1]).stream()
                    .sorted(Comparator.comparing(outcome -> !ofForgottenRun(outcome, same)))
                    .toList()),
    PURGES_OLDER_RUNS_TOO(
            "R23",
            (InMemoryStore inner) -> purging(inner, (runs, id) -> {
                String app = runs.report(id).orElseThrow().app();
                runs.history(app, id, 100).forEach(older -> runs.purge(older.id()));
            })),

    FORGETS_THE_LIMIT_OF_A_SINGLE_LANE("P10", Preparation.class, "freeze", ofWindows((preparation, args, same) -> {
        Run run = (Run) args[0];
        return preparation.freeze(run.lanes() == 1 ? withoutLimit(run) : run);
    })),
    ANSWERS_THAT_ALL_LANES_ARE_OPEN(
            "P11",
            Preparation.class,
            "freeze",
            ofWindows((preparation, args, same) -> preparation.freeze((Run) args[0]).stream()
                    .map(lane -> new Lane(lane.rerunId(), lane.number(), 0, lane.end()))
                    .toList())),
    PLANS_WITHOUT_LIMIT(
            "P12",
            Preparation.class,
            "plan",
            (preparation, args, same) -> preparation.plan(withoutLimit((Run) args[0]), (Eligibility) args[1])),
    PLANS_AS_IF_IT_STARTED("P13", Preparation.class, "plan", (preparation, args, same) -> {
        same.runs().closeEpoch(((Run) args[0]).app());
        return preparation.plan((Run) args[0], (Eligibility) args[1]);
    }),
    CLAIMS_LANES_AT_THEIR_GATES("L9", Lanes.class, "claim", (lanes, args, same) -> {
        Optional<Lane> claimed = lanes.claim((long) args[0], (int) args[1], (int) args[2]);
        return claimed.isPresent()
                ? claimed
                : lanes.lock((long) args[0], (int) args[1])
                        .filter(lane -> lane.watermark() == lane.gate() && lane.gate() < lane.end());
    });

    final String promise;
    final Function<InMemoryStore, RerunStore> breaking;

    BrokenSteering(String promise, Function<InMemoryStore, RerunStore> breaking) {
        this.promise = promise;
        this.breaking = breaking;
    }

    <P> BrokenSteering(String promise, Class<P> part, String method, Twist<P> twist) {
        this(promise, inner -> TwistedStore.of(inner, part, method, twist));
    }

    private interface BeforePurge {
        void see(Runs runs, long id);
    }

    private static RerunStore purging(InMemoryStore inner, BeforePurge before) {
        return TwistedStore.of(inner, Runs.class, "purge", (runs, args, same) -> {
            before.see(runs, (long) args[0]);
            runs.purge((long) args[0]);
            return null;
        });
    }

    private static boolean ofForgottenRun(ActivityOutcome outcome, StoreTransaction transaction) {
        Long rerunId = outcome.rerunId();
        return rerunId != null && transaction.runs().find(rerunId).isEmpty();
    }

    static Run withoutLimit(Run run) {
        RerunOptions options = run.options();
        RerunOptions unlimited = new RerunOptions(
                null,
                options.firstOnly(),
                options.goOnIfAllSucceed(),
                options.pauseBetweenEntries(),
                options.entriesPerSecond(),
                options.batchesAtOnce(),
                options.holdFailedKeys(),
                options.pauseAtFailureShare(),
                options.pauseNotBefore());
        return new Run(run.id(), run.status(), run.selection(), run.lanes(), unlimited);
    }

    private static RerunReport processing(RerunReport report, long more) {
        return new RerunReport(
                report.id(),
                report.app(),
                report.request(),
                report.selectedBy(),
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
                report.processedLastMinute() + more,
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
