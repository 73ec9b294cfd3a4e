package dev.rerun.testkit;

import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.api.LostEdit;
import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.ArchivedItems;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.PutBack;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.testkit.TwistedStore.Twist;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Stores that each break one promise about what failed and what comes back, and no other promise. */
@SuppressWarnings({"unchecked", "ImmutableEnumChecker"})
enum BrokenRetries {
    FORGETS_ATTEMPTS(
            "L10",
            Lanes.class,
            "parked",
            (lanes, args, same) -> lanes.parked((long) args[0], (FailedEntry) args[1], (int) args[2]).stream()
                    .map(one -> new FailedEntry(
                            one.lane(),
                            one.sequence(),
                            one.entryId(),
                            one.orderingKey(),
                            one.held(),
                            one.error(),
                            0,
                            one.failedAt()))
                    .toList()),
    BEGINS_EACH_PAGE_IN_THE_NEXT_LANE("L10", Lanes.class, "parked", (lanes, args, same) -> {
        FailedEntry after = (FailedEntry) args[1];
        return all(lanes, (long) args[0]).stream()
                .filter(one -> after == null || one.lane() > after.lane())
                .limit((int) args[2])
                .toList();
    }),
    TAKES_HELD_KEYS_FOR_FAILED("L11", Lanes.class, "failedKeys", (lanes, args, same) -> {
        Lane lane = (Lane) args[0];
        return firstOfKeys(all(lanes, lane.rerunId()).stream()
                .filter(one -> one.lane() == lane.number())
                .filter(one -> ((Collection<String>) args[1]).contains(one.orderingKey())));
    }),
    LOOKS_FOR_FAILED_KEYS_IN_ALL_LANES(
            "L11",
            Lanes.class,
            "failedKeys",
            (lanes, args, same) -> firstOfKeys(all(lanes, ((Lane) args[0]).rerunId()).stream()
                    .filter(one -> !one.held())
                    .filter(one -> ((Collection<String>) args[1]).contains(one.orderingKey())))),
    ORDERS_CAUSES_BY_NAME(
            "L12",
            Lanes.class,
            "causes",
            (lanes, args, same) -> lanes.causes((long) args[0], Integer.MAX_VALUE).stream()
                    .sorted(Comparator.comparing(FailureCause::cause))
                    .limit((int) args[1])
                    .toList()),
    QUEUES_AGAIN_IN_REVERSE("L13", Lanes.class, "requeue", (lanes, args, same) -> {
        Run run = (Run) args[0];
        if (args[1] != null) {
            return lanes.requeue(run, (Collection<String>) args[1]);
        }
        List<FailedEntry> failed = new ArrayList<>(all(lanes, run.id()));
        failed.removeIf(FailedEntry::held);
        Collections.reverse(failed);
        long queued = 0;
        for (FailedEntry one : failed) {
            queued += lanes.requeue(run, List.of(one.entryId()));
        }
        return queued + lanes.requeue(run, null);
    }),
    TAKES_FAILED_ENTRIES_OF_THE_KEY_ALONG("L14", Lanes.class, "requeue", (lanes, args, same) -> {
        Collection<String> named = (Collection<String>) args[1];
        if (named == null) {
            return lanes.requeue((Run) args[0], null);
        }
        List<FailedEntry> failed = new ArrayList<>(all(lanes, ((Run) args[0]).id()));
        failed.removeIf(one -> one.held() || one.orderingKey() == null);
        Set<@Nullable String> keys = failed.stream()
                .filter(one -> named.contains(one.entryId()))
                .map(FailedEntry::orderingKey)
                .collect(Collectors.toSet());
        Set<String> more = new HashSet<>(named);
        failed.stream()
                .filter(one -> keys.contains(one.orderingKey()))
                .map(FailedEntry::entryId)
                .forEach(more::add);
        return lanes.requeue((Run) args[0], more);
    }),
    GOES_ON_COUNTING_HELD_ENTRIES("L15", Lanes.class, "requeue", (lanes, args, same) -> {
        Run run = (Run) args[0];
        Map<Integer, Long> before = heldByLane(lanes, run);
        long queued = lanes.requeue(run, (Collection<String>) args[1]);
        Map<Integer, Long> after = heldByLane(lanes, run);
        before.forEach((number, held) -> {
            Lane lane = lanes.lock(run.id(), number).orElseThrow();
            long gone = held - after.getOrDefault(number, 0L);
            lanes.advance(lane, new LaneProgress(lane.watermark(), 0, 0, gone, 0, 0));
        });
        return queued;
    }),
    PASSES_OVER_WHAT_DID_NOT_FAIL("L16", Lanes.class, "requeue", (lanes, args, same) -> {
        Run run = (Run) args[0];
        Collection<String> named = (Collection<String>) args[1];
        return lanes.requeue(
                run,
                named == null
                        ? null
                        : all(lanes, run.id()).stream()
                                .filter(one -> !one.held() && named.contains(one.entryId()))
                                .map(FailedEntry::entryId)
                                .toList());
    }),

    TAKES_LANES_AT_THEIR_GATES_FOR_DONE("A9", ArchivedItems.class, "putBack", (items, args, same) -> {
        Run run = (Run) args[0];
        for (Lane lane : lanes(same, run)) {
            if (lane.watermark() == lane.gate()) {
                same.lanes().advance(lane, new LaneProgress(lane.end(), 0, 0, 0, 0, 0));
            }
        }
        return items.putBack(run);
    }),
    KEEPS_OUTCOMES_OF_FAILED_ENTRIES("A10", ArchivedItems.class, "putBack", (items, args, same) -> {
        Run run = (Run) args[0];
        List<NewOutcome> failed = all(same.lanes(), run.id()).stream()
                .flatMap(one -> same.entries().outcomes(run.app(), one.entryId()).stream())
                .filter(outcome -> Long.valueOf(run.id()).equals(outcome.rerunId()))
                .map(BrokenRetries::again)
                .toList();
        PutBack back = items.putBack(run);
        same.entries().insertOutcomes(run.app(), failed);
        return back;
    }),
    TAKES_A_FINISHED_RUN_FOR_A_FRESH_ONE("A11", ArchivedItems.class, "putBack", (items, args, same) -> {
        Run run = (Run) args[0];
        List<Lane> lanes = lanes(same, run);
        boolean finished = lanes.stream().allMatch(lane -> lane.watermark() == lane.end())
                && all(same.lanes(), run.id()).isEmpty();
        if (finished) {
            lanes.forEach(lane -> parkAll(same.lanes(), lane));
        }
        return items.putBack(run);
    }),
    COUNTS_REFUSED_ITEMS_AS_PUT_BACK("A12", ArchivedItems.class, "putBack", (items, args, same) -> {
        PutBack back = items.putBack((Run) args[0]);
        return new PutBack(back.items() + back.refused(), 0);
    }),
    PUTS_BACK_WHAT_EARLIER_RUNS_ARCHIVED("A13", ArchivedItems.class, "putBack", (items, args, same) -> {
        Run run = (Run) args[0];
        for (RerunReport earlier : same.runs().history(run.app(), run.id(), 100)) {
            items.putBack(same.runs().lock(earlier.id()).orElseThrow());
        }
        return items.putBack(run);
    }),
    PASSES_OVER_SMALL_EDITS("A14", edits(edits -> edits.stream()
            .filter(edit -> edit.edited().subtract(edit.calculated()).abs().compareTo(new BigDecimal("0.01")) >= 0)
            .toList())),
    FORGETS_WHAT_STANDS_THERE_NOW("A15", edits(edits -> edits.stream()
            .map(edit -> new LostEdit(
                    edit.register(),
                    edit.uniqueKey(),
                    edit.entryId(),
                    edit.calculated(),
                    edit.edited(),
                    edit.currency(),
                    null))
            .toList())),
    PAGES_EDITS_BY_KEY_ALONE("A16", ArchivedItems.class, "lostEdits", (items, args, same) -> {
        ItemKey after = (ItemKey) args[1];
        return items.lostEdits((long) args[0], null, Integer.MAX_VALUE).stream()
                .filter(edit -> after == null || edit.uniqueKey().compareTo(after.uniqueKey()) > 0)
                .limit((int) args[2])
                .toList();
    }),
    FORGETS_EDITS_THAT_CAME_BACK("A17", (InMemoryStore inner) -> {
        Set<ItemKey> back = new HashSet<>();
        RerunStore watching = TwistedStore.of(inner, ArchivedItems.class, "putBack", (items, args, same) -> {
            Run run = (Run) args[0];
            items.lostEdits(run.id(), null, 100)
                    .forEach(edit -> back.add(new ItemKey(edit.register(), edit.uniqueKey())));
            return items.putBack(run);
        });
        return TwistedStore.of(
                watching,
                ArchivedItems.class,
                "lostEdits",
                (items, args, same) -> items.lostEdits((long) args[0], (ItemKey) args[1], (int) args[2]).stream()
                        .filter(edit -> !back.contains(new ItemKey(edit.register(), edit.uniqueKey())))
                        .toList());
    });

    final String promise;
    final Function<InMemoryStore, RerunStore> breaking;

    BrokenRetries(String promise, Function<InMemoryStore, RerunStore> breaking) {
        this.promise = promise;
        this.breaking = breaking;
    }

    <P> BrokenRetries(String promise, Class<P> part, String method, Twist<P> twist) {
        this(promise, inner -> TwistedStore.of(inner, part, method, twist));
    }

    private static Function<InMemoryStore, RerunStore> edits(UnaryOperator<List<LostEdit>> change) {
        return inner -> TwistedStore.of(
                inner,
                ArchivedItems.class,
                "lostEdits",
                (items, args, same) -> change.apply(items.lostEdits((long) args[0], (ItemKey) args[1], (int) args[2])));
    }

    private static List<Lane> lanes(StoreTransaction transaction, Run run) {
        List<Lane> lanes = new ArrayList<>();
        for (int number = 0; number < run.lanes(); number++) {
            transaction.lanes().lock(run.id(), number).ifPresent(lanes::add);
        }
        return lanes;
    }

    private static void parkAll(Lanes lanes, Lane lane) {
        Lane unread = new Lane(lane.rerunId(), lane.number(), 0, lane.end());
        lanes.park(
                lane,
                lanes.read(unread, Integer.MAX_VALUE).stream().map(Worker::held).toList());
    }

    private static Map<Integer, Long> heldByLane(Lanes lanes, Run run) {
        return all(lanes, run.id()).stream()
                .filter(FailedEntry::held)
                .collect(Collectors.groupingBy(FailedEntry::lane, TreeMap::new, Collectors.counting()));
    }

    private static Map<String, String> firstOfKeys(Stream<FailedEntry> entries) {
        Map<String, String> first = new HashMap<>();
        entries.forEach(one -> first.putIfAbsent(String.valueOf(one.orderingKey()), one.entryId()));
        return first;
    }

    private static NewOutcome again(ActivityOutcome outcome) {
        return new NewOutcome(
                outcome.entryId(),
                outcome.rerunId(),
                outcome.status(),
                outcome.contract(),
                outcome.diagnostics(),
                outcome.duration());
    }

    private static List<FailedEntry> all(Lanes lanes, long rerunId) {
        return lanes.parked(rerunId, null, Integer.MAX_VALUE);
    }
}
