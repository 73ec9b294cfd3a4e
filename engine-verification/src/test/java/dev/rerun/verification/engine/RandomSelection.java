package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Entries and items made by chance, and a run over them: what the store plans, freezes, archives and counts is compared with
 * what the rules in Java say. Times are few and close together, so that boundaries are hit often.
 */
public final class RandomSelection {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final int TIMES = 7;

    private static final List<List<HostRule>> HOST_RULES = List.of(
            List.of(),
            List.of(),
            List.of(new KeepRegisters(Set.of("register1", "never seen"))),
            List.of(new KeepContracts(Set.of("premium"))),
            List.of(
                    new KeepContracts(Set.of("standard", "never seen")),
                    new KeepRegisters(Set.of("register0", "register2"))));

    private final RerunStore store;
    private final Items host;
    private final World world;
    private final Run run;
    private final Selection selection;
    private final Eligibility eligibility;
    private final Set<String> selected = new HashSet<>();
    private final Set<String> first = new HashSet<>();

    /** What writes items as a host's program does. */
    public interface Items {
        /** Writes items of an app. */
        void add(String app, List<RegisterItem> items);
    }

    private record Fact(
            int time, int orderingKey, int epoch, @Nullable OutcomeStatus outcome, boolean stored) {}

    private record Line(
            int register,
            int time,
            boolean uiCreated,
            boolean invoiced,
            int entry,
            @Nullable String contract) {}

    private record World(
            List<Fact> facts,
            List<Line> lines,
            int cutoff,
            @Nullable Integer until,
            int retainedFrom,
            boolean includeWithoutContract,
            List<HostRule> hostRules,
            int lanes,
            int batchSize,
            RerunOptions options) {
        Selection selection(String app) {
            return new Selection(
                    app,
                    time(cutoff),
                    until == null ? null : time(until),
                    time(retainedFrom),
                    includeWithoutContract,
                    2);
        }

        boolean isStored(int entry) {
            return entry >= 0 && entry < facts.size() && facts.get(entry).stored();
        }
    }

    private RandomSelection(RerunStore store, Items host, World world, long id) {
        this.store = store;
        this.host = host;
        this.world = world;
        this.selection = world.selection("app" + id);
        this.run = new Run(id, RerunStatus.PREPARING, selection, world.lanes(), world.options());
        this.eligibility = Eligibility.of(selection, world.hostRules());
        select();
    }

    /** Tries a range of worlds in a store, each as an app of its own. */
    public static void check(RerunStore store, Items host, long firstSeed, long lastSeed) {
        for (long seed = firstSeed; seed <= lastSeed; seed++) {
            World world = world(new Random(seed));
            try {
                new RandomSelection(store, host, world, 100_000 + seed).check();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + world, e);
            }
        }
    }

    private void select() {
        List<Position> sequence = new ArrayList<>();
        for (int i = 0; i < world.facts().size(); i++) {
            Fact fact = world.facts().get(i);
            if (fact.stored()
                    && selection.selects(
                            time(fact.time()), fact.outcome() != OutcomeStatus.NO_CONTRACT, fact.epoch())) {
                sequence.add(new Position(time(fact.time()), Integer.toString(i)));
            }
        }
        sequence.sort(null);
        Long limit = world.options().limit();
        Long firstOnly = world.options().firstOnly();
        for (Position position : sequence) {
            if (limit == null || selected.size() < limit) {
                selected.add(position.entryId());
                if (firstOnly == null || first.size() < firstOnly) {
                    first.add(position.entryId());
                }
            }
        }
    }

    private void check() {
        PrepareCounts beforeAll = store.transaction(tx -> tx.preparation().plan(run, eligibility));
        store.transaction(tx -> {
            write(tx);
            RerunRequest request =
                    RerunRequest.after(selection.cutoff()).ofApp(run.app()).with(run.options());
            tx.runs().insert(new NewRun(run.id(), request, selection, Duration.ofDays(45), run.lanes()));
            return true;
        });
        List<RegisterItem> items = new ArrayList<>();
        for (int i = 0; i < world.lines().size(); i++) {
            items.add(item(world.lines().get(i), "line" + i));
        }
        host.add(run.app(), items);
        PrepareCounts planned = store.transaction(tx -> tx.preparation().plan(run, eligibility));

        PrepareCounts done = store.transaction(tx -> {
            Run locked = tx.runs().lock(run.id()).orElseThrow();
            assertThat(locked).isEqualTo(run);
            long total = assertFrozenAsInJava(tx, tx.preparation().freeze(run));
            List<Long> batches = new ArrayList<>();
            tx.preparation().archive(run, eligibility, world.batchSize(), batches::add);
            assertThat(batches).doesNotContain(0L);
            Map<KeptReason, Long> counted = tx.preparation().countKept(run, eligibility);
            long archived = batches.stream().mapToLong(Long::longValue).sum();
            assertKeptAsInJava(tx, archived, counted);
            return new PrepareCounts(total, archived, counted);
        });
        assertThat(beforeAll).isEqualTo(new PrepareCounts(0, 0, Map.of()));
        assertThat(planned).isEqualTo(done);
    }

    private long assertFrozenAsInJava(StoreTransaction tx, List<Lane> lanes) {
        Set<String> frozen = new HashSet<>();
        Set<String> open = new HashSet<>();
        Map<String, Integer> laneOfKey = new HashMap<>();
        for (Lane lane : lanes) {
            assertThat(lane.number()).isBetween(0, run.lanes() - 1);
            tx.lanes().read(lane, 1_000).forEach(entry -> open.add(entry.entryId()));
            List<QueuedEntry> queued = tx.lanes().read(new Lane(run.id(), lane.number(), 0, lane.end()), 1_000);
            assertThat(queued).isNotEmpty().hasSize((int) lane.end());
            List<Position> positions = new ArrayList<>();
            for (QueuedEntry entry : queued) {
                assertThat(entry.sequence()).isEqualTo(positions.size() + 1);
                ActivityEntry stored = Objects.requireNonNull(entry.entry());
                positions.add(Position.of(stored));
                assertThat(laneOfKey.computeIfAbsent(stored.orderingKey(), key -> lane.number()))
                        .isEqualTo(lane.number());
                assertThat(frozen.add(entry.entryId())).isTrue();
            }
            assertThat(positions).isSorted();
        }
        assertThat(frozen).isEqualTo(selected);
        assertThat(open).isEqualTo(first);
        return frozen.size();
    }

    private void assertKeptAsInJava(StoreTransaction tx, long archived, Map<KeptReason, Long> counted) {
        Set<ItemKey> all = new HashSet<>();
        Set<ItemKey> kept = new HashSet<>();
        Map<KeptReason, Long> reasons = new EnumMap<>(KeptReason.class);
        for (int i = 0; i < world.lines().size(); i++) {
            Line line = world.lines().get(i);
            ItemKey key = new ItemKey("register" + line.register(), "line" + i);
            all.add(key);
            eligibility.keptBecause(facts(line)).ifPresent(reason -> {
                kept.add(key);
                reasons.merge(reason, 1L, Long::sum);
            });
        }
        assertThat(tx.items().find(run.app(), all).keySet()).isEqualTo(kept);
        assertThat(counted).isEqualTo(reasons);
        assertThat(archived).isEqualTo(all.size() - kept.size());
    }

    private ItemFacts facts(Line line) {
        return new ItemFacts(
                "register" + line.register(),
                line.contract(),
                time(line.time()),
                line.uiCreated(),
                line.invoiced(),
                world.isStored(line.entry())
                        ? time(world.facts().get(line.entry()).time())
                        : null,
                selected.contains(Integer.toString(line.entry())));
    }

    private void write(StoreTransaction tx) {
        tx.entries().enter(run.app(), Set.of());
        List<NewOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < world.facts().size(); i++) {
            Fact fact = world.facts().get(i);
            String id = Integer.toString(i);
            Instant time = time(fact.time());
            if (fact.stored()) {
                tx.entries()
                        .insert(
                                run.app(),
                                fact.epoch(),
                                List.of(new ActivityEntry(run.app(), id, "key" + fact.orderingKey(), time, time, "")));
            }
            OutcomeStatus outcome = fact.outcome();
            if (outcome != null) {
                outcomes.add(new NewOutcome(id, null, outcome, null, List.of(), Duration.ZERO));
                // What a later run found is not what counts.
                outcomes.add(new NewOutcome(
                        id, 7L, OutcomeStatus.NO_CONTRACT, null, List.of(Diagnostic.of("x")), Duration.ZERO));
            }
        }
        tx.entries().insertOutcomes(run.app(), outcomes);
    }

    private static RegisterItem item(Line line, String uniqueKey) {
        String contract = line.contract();
        return new RegisterItem(
                "register" + line.register(),
                uniqueKey,
                "key",
                time(line.time()),
                BigDecimal.TEN,
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                line.uiCreated(),
                line.entry() < 0 ? null : Integer.toString(line.entry()),
                contract == null ? null : new ContractId(contract, "v1"),
                line.invoiced() ? "invoice" : null,
                null);
    }

    private static Instant time(int number) {
        return T0.plus(number, ChronoUnit.MICROS);
    }

    private static World world(Random random) {
        List<Fact> facts = new ArrayList<>();
        for (int i = random.nextInt(13); i > 0; i--) {
            facts.add(new Fact(
                    random.nextInt(TIMES + 1),
                    random.nextInt(5),
                    oneOf(random, 1, 1, 2, 2, 3),
                    random.nextInt(5) == 0 ? null : oneOf(random, OutcomeStatus.values()),
                    random.nextInt(4) > 0));
        }
        List<Line> lines = new ArrayList<>();
        for (int i = random.nextInt(26); i > 0; i--) {
            lines.add(new Line(
                    random.nextInt(3),
                    random.nextInt(TIMES + 1),
                    random.nextInt(4) == 0,
                    random.nextInt(4) == 0,
                    random.nextInt(14) - 1,
                    random.nextInt(5) == 0 ? null : oneOf(random, "standard", "premium")));
        }
        RerunOptions options = RerunOptions.DEFAULT;
        if (random.nextBoolean()) {
            options = options.limit(1 + random.nextInt(6));
        }
        if (random.nextBoolean()) {
            options = options.firstOnly(1 + random.nextInt(6));
        }
        return new World(
                facts,
                lines,
                random.nextInt(4),
                random.nextInt(5) < 2 ? null : 4 + random.nextInt(TIMES - 3),
                oneOf(random, 0, 0, 1, 2, 3, 4),
                random.nextBoolean(),
                HOST_RULES.get(random.nextInt(HOST_RULES.size())),
                oneOf(random, 1, 2, 64),
                oneOf(random, 1, 2, 5, 100),
                options);
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
