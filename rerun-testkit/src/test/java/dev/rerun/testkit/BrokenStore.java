package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.TwistedStore.ofWindows;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule;
import dev.rerun.core.eligibility.EligibilityRule.EntrySelected;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.MadeByContract;
import dev.rerun.core.eligibility.EligibilityRule.NotInvoiced;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.testkit.TwistedStore.Twist;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Stores that each break one promise, as a real one might by a small mistake. */
@SuppressWarnings({"unchecked", "ImmutableEnumChecker"})
enum BrokenStore {
    COMMITS_DESPITE_THROW(
            "S1",
            (InMemoryStore inner) -> TwistedStore.transactions(inner, work -> {
                List<RuntimeException> thrown = new ArrayList<>();
                Object result = inner.<@Nullable Object>transaction(transaction -> {
                    try {
                        return work.apply(transaction);
                    } catch (RuntimeException e) {
                        thrown.add(e);
                        return null;
                    }
                });
                if (!thrown.isEmpty()) {
                    throw thrown.get(0);
                }
                return result;
            })),
    COMMITS_DESPITE_ERRORS(
            "S1",
            (InMemoryStore inner) -> TwistedStore.transactions(inner, work -> {
                List<Error> thrown = new ArrayList<>();
                Object result = inner.<@Nullable Object>transaction(transaction -> {
                    try {
                        return work.apply(transaction);
                    } catch (Error e) {
                        thrown.add(e);
                        return null;
                    }
                });
                if (!thrown.isEmpty()) {
                    throw thrown.get(0);
                }
                return result;
            })),
    FORGETS_TO_ROLL_BACK_ITEMS(
            "S1",
            (InMemoryStore inner) -> TwistedStore.transactions(inner, work -> {
                List<RegisterItem> written = new ArrayList<>();
                try {
                    return inner.<@Nullable Object>transaction(transaction ->
                            work.apply(TwistedStore.twisted(transaction, Items.class, "insert", (items, args, same) -> {
                                items.insert((String) args[0], (List<RegisterItem>) args[1]);
                                written.addAll((List<RegisterItem>) args[1]);
                                return null;
                            })));
                } catch (StagedFailure e) {
                    written.forEach(item -> inner.addItem(Stage.APP, item));
                    throw e;
                }
            })),
    HIDES_ITS_OWN_ITEMS(
            "S2",
            (InMemoryStore inner) -> TwistedStore.transactions(inner, work -> {
                List<Runnable> later = new ArrayList<>();
                return inner.<@Nullable Object>transaction(transaction -> {
                    Object result =
                            work.apply(TwistedStore.twisted(transaction, Items.class, "insert", (items, args, same) -> {
                                later.add(() -> items.insert((String) args[0], (List<RegisterItem>) args[1]));
                                return null;
                            }));
                    later.forEach(Runnable::run);
                    return result;
                });
            })),
    CUTS_TIMES_TO_MILLIS("S4", items(item -> with(item, item.time().truncatedTo(ChronoUnit.MILLIS), item.amount()))),
    KEEPS_AMOUNTS_AS_DOUBLES(
            "S4",
            items(item -> with(item, item.time(), new BigDecimal(item.amount().doubleValue(), MathContext.DECIMAL64)))),
    LOSES_LINE_BREAKS(
            "S4",
            outcomes(outcome -> new NewOutcome(
                    outcome.entryId(),
                    outcome.rerunId(),
                    outcome.status(),
                    outcome.contract(),
                    outcome.diagnostics().stream()
                            .map(remark -> new Diagnostic(
                                    remark.code(), remark.detail().replace("\n", " ")))
                            .toList(),
                    outcome.duration()))),

    INSERTS_KNOWN_RUNS("R2", Runs.class, "insert", (runs, args, same) -> {
        runs.insert((NewRun) args[0]);
        return true;
    }),
    TAKES_PAUSED_FOR_OVER("R3", Runs.class, "active", (runs, args, same) -> {
        OptionalLong active = runs.active((String) args[0]);
        boolean paused = active.isPresent()
                && runs.find(active.getAsLong()).orElseThrow().status() == RerunStatus.PAUSED;
        return paused ? OptionalLong.empty() : active;
    }),
    FORGETS_KEYS_OF_FINISHED_RUNS("R4", Runs.class, "byIdempotencyKey", (runs, args, same) -> {
        OptionalLong found = runs.byIdempotencyKey((String) args[0], (String) args[1]);
        boolean over = found.isPresent()
                && runs.find(found.getAsLong()).orElseThrow().status().terminal();
        return over ? OptionalLong.empty() : found;
    }),
    NEVER_ENDS_THE_EPOCH(
            "R5", Runs.class, "closeEpoch", (runs, args, same) -> same.entries().enter((String) args[0], Set.of())),
    ORDERS_WORKABLE_RUNS_BY_ID("R6", Runs.class, "workable", (runs, args, same) -> runs.workable().stream()
            .sorted(Comparator.comparing(Run::id))
            .toList()),
    IGNORES_THE_GRACE("R7", Runs.class, "lockAbandoned", (runs, args, same) -> runs.lockAbandoned(Duration.ZERO)),
    LOSES_THE_ERROR("R8", Runs.class, "moveTo", (runs, args, same) -> {
        runs.moveTo((long) args[0], (RerunStatus) args[1], null);
        return null;
    }),
    BEGINS_WHAT_IS_PAUSED("R12", Runs.class, "begin", (runs, args, same) -> {
        boolean paused = runs.find((long) args[0])
                .filter(run -> run.status() == RerunStatus.PAUSED)
                .isPresent();
        if (paused) {
            runs.moveTo((long) args[0], RerunStatus.RUNNING, null);
        }
        return paused || runs.begin((long) args[0]);
    }),
    DOES_NOT_SUM_LANES("R9", Lanes.class, "advance", (lanes, args, same) -> {
        LaneProgress progress = (LaneProgress) args[1];
        lanes.advance((Lane) args[0], new LaneProgress(progress.watermark(), progress.done(), 0, 0, 0, 0));
        return null;
    }),
    LISTS_OLDEST_FIRST("R10", Runs.class, "history", (runs, args, same) -> {
        List<RerunReport> history = new ArrayList<>(runs.history((String) args[0], null, Integer.MAX_VALUE));
        Collections.reverse(history);
        return history.stream().limit((int) args[2]).toList();
    }),
    FORGETS_EMPTY_REGISTERS("R11", Runs.class, "registers", (runs, args, same) -> {
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-31T23:59:59Z");
        return same.items().range((String) args[0], List.of("quay"), first, last).stream()
                .map(placed -> placed.item().register())
                .collect(Collectors.toSet());
    }),

    INCLUDES_THE_CUTOFF(
            "P1",
            freezing(old -> new Selection(
                    old.app(),
                    old.cutoff().minus(MICRO),
                    old.until(),
                    old.retainedFrom(),
                    old.includeWithoutContract(),
                    old.epoch()))),
    EXCLUDES_THE_END("P2", freezing(old -> {
        Instant until = old.until();
        return new Selection(
                old.app(),
                old.cutoff(),
                until == null ? null : until.minus(MICRO),
                old.retainedFrom(),
                old.includeWithoutContract(),
                old.epoch());
    })),
    EXCLUDES_THE_START_OF_RETENTION(
            "P3",
            freezing(old -> new Selection(
                    old.app(),
                    old.cutoff(),
                    old.until(),
                    old.retainedFrom().plus(MICRO),
                    old.includeWithoutContract(),
                    old.epoch()))),
    INCLUDES_ENTRIES_WITHOUT_CONTRACT(
            "P4",
            freezing(
                    old -> new Selection(old.app(), old.cutoff(), old.until(), old.retainedFrom(), true, old.epoch()))),
    IGNORES_THE_EPOCH(
            "P5",
            freezing(old -> new Selection(
                    old.app(),
                    old.cutoff(),
                    old.until(),
                    old.retainedFrom(),
                    old.includeWithoutContract(),
                    Long.MAX_VALUE))),
    ORDERS_IDS_AS_TEXTS("P6", Lanes.class, "read", (lanes, args, same) -> {
        List<QueuedEntry> read = new ArrayList<>(lanes.read((Lane) args[0], Integer.MAX_VALUE));
        read.sort(Comparator.comparing(BrokenStore::recorded).thenComparing(QueuedEntry::entryId));
        List<QueuedEntry> renumbered = new ArrayList<>();
        for (QueuedEntry queued : read) {
            long next = ((Lane) args[0]).watermark() + 1 + renumbered.size();
            renumbered.add(new QueuedEntry(next, queued.entryId(), queued.entry()));
        }
        return renumbered.stream().limit((int) args[1]).toList();
    }),
    NUMBERS_WITH_GAPS(
            "P7", Lanes.class, "read", (lanes, args, same) -> lanes.read((Lane) args[0], (int) args[1]).stream()
                    .map(queued -> new QueuedEntry(2 * queued.sequence(), queued.entryId(), queued.entry()))
                    .toList()),
    CHANGES_LANES_FROM_RUN_TO_RUN("P8", Preparation.class, "freeze", ofWindows((preparation, args, same) -> {
        Run run = (Run) args[0];
        int lanes = run.id() % 2 == 0 ? run.lanes() : Math.max(1, run.lanes() - 1);
        return preparation.freeze(new Run(run.id(), run.status(), run.selection(), lanes, run.options()));
    })),
    USES_ONE_LANE_ONLY("P8", Preparation.class, "freeze", ofWindows((preparation, args, same) -> {
        Run run = (Run) args[0];
        return preparation.freeze(new Run(run.id(), run.status(), run.selection(), 1, run.options()));
    })),

    TAKES_ITEMS_AT_THE_CUTOFF("A1", without(rule -> rule instanceof EligibilityRule.InsideWindow)),
    TAKES_ITEMS_MADE_BY_HAND("A3", without(rule -> rule instanceof MadeByContract || rule instanceof EntrySelected)),
    TAKES_INVOICED_ITEMS("A3", without(rule -> rule instanceof NotInvoiced)),
    TAKES_ITEMS_WITHOUT_ENTRY("A6", without(rule -> rule instanceof EntrySelected)),
    IGNORES_RULES_OF_THE_HOST("A7", without(rule -> rule instanceof HostRule)),
    HIDES_BATCHES("A4", Preparation.class, "archive", (preparation, args, same) -> {
        preparation.archive((Run) args[0], (Eligibility) args[1], (int) args[2], count -> {});
        return null;
    }),
    HEARS_EMPTY_BATCHES("A4", Preparation.class, "archive", (preparation, args, same) -> {
        LongConsumer onBatch = (LongConsumer) args[3];
        preparation.archive((Run) args[0], (Eligibility) args[1], (int) args[2], onBatch);
        onBatch.accept(0);
        return null;
    }),
    COUNTS_BY_LAST_REASON("A5", Preparation.class, "countKept", (preparation, args, same) -> {
        List<EligibilityRule> rules = new ArrayList<>(((Eligibility) args[1]).rules());
        Collections.reverse(rules);
        return preparation.countKept((Run) args[0], new Eligibility(rules));
    }),
    FORGETS_ONE_REASON("A5", Preparation.class, "countKept", (preparation, args, same) -> {
        Map<KeptReason, Long> kept = new TreeMap<>(preparation.countKept((Run) args[0], (Eligibility) args[1]));
        kept.remove(KeptReason.UI_CREATED);
        return kept;
    }),

    CLAIMS_FINISHED_LANES("L1", Lanes.class, "claim", (lanes, args, same) -> {
        Optional<Lane> claimed = lanes.claim((long) args[0], (int) args[1], (int) args[2]);
        return claimed.isPresent() ? claimed : lanes.lock((long) args[0], 0);
    }),
    CLAIMS_LANES_BELOW_ITS_RANGE(
            "L1", Lanes.class, "claim", (lanes, args, same) -> lanes.claim((long) args[0], 0, (int) args[2])),
    CLAIMS_LANES_ABOVE_ITS_RANGE(
            "L1", Lanes.class, "claim", (lanes, args, same) -> lanes.claim((long) args[0], (int) args[1], 100)),
    HIDES_FINISHED_LANES("L2", Lanes.class, "lock", (lanes, args, same) -> lanes.lock((long) args[0], (int) args[1])
            .filter(lane -> lane.watermark() < lane.end())),
    OVERLOOKS_THE_LAST_ENTRY(
            "L3", Lanes.class, "open", (lanes, args, same) -> lanes.open((long) args[0], (int) args[1]).stream()
                    .filter(lane -> lane.watermark() + 1 < lane.end())
                    .toList()),
    ANSWERS_ALL_THAT_IS_OUTSTANDING("L3", Lanes.class, "open", (lanes, args, same) -> lanes.open((long) args[0], 100)),
    FINDS_NO_FINISHED_LANES("L8", Lanes.class, "find", (lanes, args, same) -> lanes.find((long) args[0], (int) args[1])
            .filter(lane -> lane.watermark() < lane.end())),
    READS_ONE_TOO_MANY(
            "L4",
            Lanes.class,
            "read",
            (lanes, args, same) -> lanes.read((Lane) args[0], (int) Math.min(Integer.MAX_VALUE, 1L + (int) args[1]))),
    LOSES_ENTRIES_THAT_ARE_GONE(
            "L5", Lanes.class, "read", (lanes, args, same) -> lanes.read((Lane) args[0], (int) args[1]).stream()
                    .filter(queued -> queued.entry() != null)
                    .toList()),
    FORGETS_COUNTERS("L6", Lanes.class, "advance", (lanes, args, same) -> {
        lanes.advance((Lane) args[0], new LaneProgress(((LaneProgress) args[1]).watermark(), 0, 0, 0, 0, 0));
        return null;
    }),
    FORGETS_PARKED_ENTRIES("L7", Lanes.class, "park", (lanes, args, same) -> null),

    KNOWS_ENTRIES_OF_OTHER_APPS("E1", Entries.class, "known", (entries, args, same) -> {
        Set<String> known = new HashSet<>(entries.known("other", (Collection<String>) args[1]));
        known.addAll(entries.known((String) args[0], (Collection<String>) args[1]));
        return known;
    }),
    IGNORES_KNOWN_ENTRIES("E2", Entries.class, "insert", (entries, args, same) -> {
        for (ActivityEntry entry : (List<ActivityEntry>) args[2]) {
            if (entries.known(entry.app(), List.of(entry.id())).isEmpty()) {
                entries.insert((String) args[0], (long) args[1], List.of(entry));
            }
        }
        return null;
    }),
    IGNORES_SECOND_OUTCOMES("E3", Entries.class, "insertOutcomes", (entries, args, same) -> {
        for (NewOutcome outcome : (List<NewOutcome>) args[1]) {
            boolean known = entries.outcomes((String) args[0], outcome.entryId()).stream()
                    .anyMatch(other -> Objects.equals(other.rerunId(), outcome.rerunId()));
            if (!known) {
                entries.insertOutcomes((String) args[0], List.of(outcome));
            }
        }
        return null;
    }),
    ORDERS_OUTCOMES_BY_ID(
            "E4",
            Entries.class,
            "outcomes",
            (entries, args, same) -> entries.outcomes((String) args[0], (String) args[1]).stream()
                    .sorted(Comparator.comparing(BrokenStore::rerunId).reversed())
                    .toList()),
    CUTS_PAYLOADS("E5", Entries.class, "insert", (entries, args, same) -> {
        List<ActivityEntry> cut = ((List<ActivityEntry>) args[2])
                .stream()
                        .map(entry -> new ActivityEntry(
                                entry.app(),
                                entry.id(),
                                entry.orderingKey(),
                                entry.occurredAt(),
                                entry.createdAt(),
                                entry.payload()
                                        .substring(
                                                0,
                                                Math.min(
                                                        1_000_000,
                                                        entry.payload().length()))))
                        .toList();
        entries.insert((String) args[0], (long) args[1], cut);
        return null;
    }),

    TAKES_KEYS_WITHOUT_BLANKS("I1", Items.class, "find", (items, args, same) -> {
        Set<ItemKey> keys = ((Set<ItemKey>) args[1])
                .stream()
                        .map(key -> new ItemKey(key.register(), key.uniqueKey().strip()))
                        .collect(Collectors.toSet());
        return items.find((String) args[0], keys);
    }),
    FORGETS_POSITIONS(
            "I2",
            Items.class,
            "range",
            (items, args, same) ->
                    items
                            .range((String) args[0], (Collection<String>) args[1], (Instant) args[2], (Instant) args[3])
                            .stream()
                            .map(placed -> new PlacedItem(placed.item(), null))
                            .toList()),
    INCLUDES_THE_END_OF_A_RANGE(
            "I3",
            Items.class,
            "range",
            (items, args, same) -> items.range(
                    (String) args[0],
                    (Collection<String>) args[1],
                    (Instant) args[2],
                    ((Instant) args[3]).plus(MICRO))),
    IGNORES_KNOWN_KEYS("I4", Items.class, "insert", (items, args, same) -> {
        for (RegisterItem item : (List<RegisterItem>) args[1]) {
            if (items.find((String) args[0], Set.of(ItemKey.of(item))).isEmpty()) {
                items.insert((String) args[0], List.of(item));
            }
        }
        return null;
    }),
    ROUNDS_AMOUNTS(
            "I5",
            items(item -> with(
                    item,
                    item.time(),
                    item.amount().setScale(Math.min(12, item.amount().scale()), RoundingMode.HALF_EVEN))));

    final String promise;
    final Function<InMemoryStore, RerunStore> breaking;

    BrokenStore(String promise, Function<InMemoryStore, RerunStore> breaking) {
        this.promise = promise;
        this.breaking = breaking;
    }

    <P> BrokenStore(String promise, Class<P> part, String method, Twist<P> twist) {
        this(promise, inner -> TwistedStore.of(inner, part, method, twist));
    }

    private static Function<InMemoryStore, RerunStore> items(UnaryOperator<RegisterItem> change) {
        return inner -> TwistedStore.of(inner, Items.class, "insert", (items, args, same) -> {
            items.insert(
                    (String) args[0],
                    ((List<RegisterItem>) args[1]).stream().map(change).toList());
            return null;
        });
    }

    private static Function<InMemoryStore, RerunStore> outcomes(UnaryOperator<NewOutcome> change) {
        return inner -> TwistedStore.of(inner, Entries.class, "insertOutcomes", (entries, args, same) -> {
            entries.insertOutcomes(
                    (String) args[0],
                    ((List<NewOutcome>) args[1]).stream().map(change).toList());
            return null;
        });
    }

    private static Function<InMemoryStore, RerunStore> freezing(UnaryOperator<Selection> change) {
        return inner -> TwistedStore.of(inner, Preparation.class, "freeze", ofWindows((preparation, args, same) -> {
            Run run = (Run) args[0];
            return preparation.freeze(
                    new Run(run.id(), run.status(), change.apply(run.selection()), run.lanes(), run.options()));
        }));
    }

    private static Function<InMemoryStore, RerunStore> without(Predicate<EligibilityRule> forgotten) {
        return inner -> TwistedStore.of(inner, Preparation.class, "archive", (preparation, args, same) -> {
            Eligibility fewer = new Eligibility(((Eligibility) args[1])
                    .rules().stream().filter(forgotten.negate()).toList());
            preparation.archive((Run) args[0], fewer, (int) args[2], (LongConsumer) args[3]);
            return null;
        });
    }

    private static RegisterItem with(RegisterItem item, Instant time, BigDecimal amount) {
        return new RegisterItem(
                item.register(),
                item.uniqueKey(),
                item.orderingKey(),
                time,
                amount,
                item.currency(),
                item.units(),
                item.refersTo(),
                item.detail(),
                item.uiCreated(),
                item.entryId(),
                item.contract(),
                item.invoiceId(),
                item.rerunId());
    }

    private static Instant recorded(QueuedEntry queued) {
        ActivityEntry entry = queued.entry();
        return entry == null ? Instant.EPOCH : entry.createdAt();
    }

    private static long rerunId(ActivityOutcome outcome) {
        Long rerunId = outcome.rerunId();
        return rerunId == null ? 0 : rerunId;
    }
}
