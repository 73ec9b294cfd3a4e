package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.EligibilityRule.KeepContracts;
import dev.rerun.core.eligibility.EligibilityRule.KeepRegisters;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.math.BigDecimal;
import java.sql.SQLException;
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
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules in SQL mean what they mean in Java. Times are few and close together, so that boundaries are hit often. */
class EligibilityPropertyTest {
    private static final int TIMES = 7;

    private static final List<List<HostRule>> HOST_RULES = List.of(
            List.of(),
            List.of(),
            List.of(new KeepRegisters(Set.of("register1", "never seen"))),
            List.of(new KeepContracts(Set.of("premium"))),
            List.of(
                    new KeepContracts(Set.of("standard", "never seen")),
                    new KeepRegisters(Set.of("register0", "register2"))));

    private static @Nullable TestDatabase h2;
    private static @Nullable PostgresDatabase postgres;
    private static @Nullable TestDatabase mariaDb;
    private static long lastRun = 100_000;

    record Fact(
            int time, int orderingKey, int epoch, @Nullable OutcomeStatus outcome, boolean stored) {}

    record Line(
            int register,
            int time,
            boolean uiCreated,
            boolean invoiced,
            int entry,
            @Nullable String contract) {}

    record World(
            List<Fact> facts,
            List<Line> lines,
            int cutoff,
            @Nullable Integer until,
            int retainedFrom,
            boolean includeWithoutContract,
            List<HostRule> hostRules,
            int lanes,
            int batchSize) {
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

        boolean isSelected(int entry, Selection selection) {
            Fact fact = isStored(entry) ? facts.get(entry) : null;
            return fact != null
                    && selection.selects(time(fact.time()), fact.outcome() != OutcomeStatus.NO_CONTRACT, fact.epoch());
        }

        ItemFacts facts(Line line, Selection selection) {
            return new ItemFacts(
                    "register" + line.register(),
                    line.contract(),
                    time(line.time()),
                    line.uiCreated(),
                    line.invoiced(),
                    isStored(line.entry()) ? time(facts.get(line.entry()).time()) : null,
                    isSelected(line.entry(), selection));
        }
    }

    @BeforeAll
    static void open() throws SQLException {
        h2 = TestDatabase.withSchema();
    }

    @AfterAll
    static void close() throws SQLException {
        if (mariaDb != null) {
            mariaDb.close();
        }
        if (h2 != null) {
            h2.close();
        }
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void onH2SelectsDeletesAndCountsAsTheRulesInJavaSay() {
        JdbcStore store = Objects.requireNonNull(h2).store();
        forWorlds(1, 1000, world -> selectsDeletesAndCountsAsTheRulesInJavaSay(store, world));
    }

    @Test
    void onPostgresqlSelectsDeletesAndCountsAsTheRulesInJavaSay() {
        postgres = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade());
        JdbcStore store = JdbcStore.on(postgres.source());
        forWorlds(2001, 2300, world -> selectsDeletesAndCountsAsTheRulesInJavaSay(store, world));
    }

    @Test
    void onMariadbSelectsDeletesAndCountsAsTheRulesInJavaSay() throws SQLException {
        mariaDb = TestDatabase.Kind.MARIADB.withSchema();
        JdbcStore store = mariaDb.store();
        forWorlds(3001, 3300, world -> selectsDeletesAndCountsAsTheRulesInJavaSay(store, world));
    }

    private static void forWorlds(long firstSeed, long lastSeed, Consumer<World> check) {
        for (long seed = firstSeed; seed <= lastSeed; seed++) {
            World world = world(new Random(seed));
            try {
                check.accept(world);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + world, e);
            }
        }
    }

    private static void selectsDeletesAndCountsAsTheRulesInJavaSay(JdbcStore store, World world) {
        long id = ++lastRun;
        String app = "app" + id;
        Selection selection = world.selection(app);
        Eligibility eligibility = Eligibility.of(selection, world.hostRules());
        store.transaction(transaction -> {
            write(transaction, app, world);
            transaction.runs().insert(TestDatabase.run(id, selection, world.lanes()));
            return true;
        });

        store.transaction(transaction -> {
            Run run = transaction.runs().lock(id).orElseThrow();
            assertThat(run.selection()).isEqualTo(selection);
            assertFrozenAsInJava(transaction, transaction.preparation().freeze(run), world, run);
            List<Long> batches = new ArrayList<>();
            transaction.preparation().archive(run, eligibility, world.batchSize(), batches::add);
            Map<KeptReason, Long> counted = transaction.preparation().countKept(run, eligibility);
            assertKeptAsInJava(transaction, world, run, eligibility, batches, counted);
            return true;
        });
    }

    private static void assertFrozenAsInJava(StoreTransaction transaction, List<Lane> lanes, World world, Run run) {
        Set<String> frozen = new TreeSet<>();
        Map<String, Integer> laneOfKey = new HashMap<>();
        for (Lane lane : lanes) {
            assertThat(lane.number()).isBetween(0, run.lanes() - 1);
            List<QueuedEntry> queued = transaction.lanes().read(lane, 1_000);
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
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < world.facts().size(); i++) {
            if (world.isSelected(i, run.selection())) {
                expected.add(Integer.toString(i));
            }
        }
        assertThat(frozen).isEqualTo(expected);
    }

    private static void assertKeptAsInJava(
            StoreTransaction transaction,
            World world,
            Run run,
            Eligibility eligibility,
            List<Long> batches,
            Map<KeptReason, Long> counted) {
        Set<ItemKey> all = new HashSet<>();
        Set<ItemKey> kept = new HashSet<>();
        Map<KeptReason, Long> reasons = new EnumMap<>(KeptReason.class);
        for (int i = 0; i < world.lines().size(); i++) {
            Line line = world.lines().get(i);
            ItemKey key = new ItemKey("register" + line.register(), "line" + i);
            all.add(key);
            eligibility.keptBecause(world.facts(line, run.selection())).ifPresent(reason -> {
                kept.add(key);
                reasons.merge(reason, 1L, Long::sum);
            });
        }
        assertThat(transaction.items().find(run.app(), all).keySet()).isEqualTo(kept);
        assertThat(counted).isEqualTo(reasons);
        assertThat(batches).doesNotContain(0L);
        assertThat(batches.stream().mapToLong(Long::longValue).sum()).isEqualTo(all.size() - kept.size());
    }

    private static void write(StoreTransaction transaction, String app, World world) {
        transaction.entries().enter(app, Set.of());
        List<NewOutcome> outcomes = new ArrayList<>();
        for (int i = 0; i < world.facts().size(); i++) {
            Fact fact = world.facts().get(i);
            String id = Integer.toString(i);
            Instant time = time(fact.time());
            if (fact.stored()) {
                transaction
                        .entries()
                        .insert(
                                app,
                                fact.epoch(),
                                List.of(new ActivityEntry(app, id, "key" + fact.orderingKey(), time, time, "")));
            }
            OutcomeStatus outcome = fact.outcome();
            if (outcome != null) {
                outcomes.add(new NewOutcome(id, null, outcome, null, List.of(), Duration.ZERO));
                // What a later run found is not what counts.
                outcomes.add(new NewOutcome(
                        id, 7L, OutcomeStatus.NO_CONTRACT, null, List.of(Diagnostic.of("x")), Duration.ZERO));
            }
        }
        transaction.entries().insertOutcomes(app, outcomes);
        List<RegisterItem> items = new ArrayList<>();
        for (int i = 0; i < world.lines().size(); i++) {
            items.add(item(world.lines().get(i), "line" + i));
        }
        transaction.items().insert(app, items);
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
        return TestDatabase.T0.plus(number, ChronoUnit.MICROS);
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
        return new World(
                facts,
                lines,
                random.nextInt(4),
                random.nextInt(5) < 2 ? null : 4 + random.nextInt(TIMES - 3),
                oneOf(random, 0, 0, 1, 2, 3, 4),
                random.nextBoolean(),
                HOST_RULES.get(random.nextInt(HOST_RULES.size())),
                oneOf(random, 1, 2, 64),
                oneOf(random, 1, 2, 5, 100));
    }

    @SafeVarargs
    private static <T> T oneOf(Random random, T... values) {
        return values[random.nextInt(values.length)];
    }
}
