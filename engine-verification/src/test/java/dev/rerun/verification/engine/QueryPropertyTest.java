package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.verification.engine.Jobs.Job;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A query selects the rows of a host's table that a naive reading of its conditions does, and in the same order. */
class QueryPropertyTest {
    private static final int WORLDS = 4;
    private static final int QUERIES = 30;
    private static final int ROWS = 60;
    private static final long[] RUN = {700_000};

    /** A condition, and what it means. */
    private record Asked(EntryCondition condition, Predicate<Job> meaning) {}

    @ParameterizedTest
    @EnumSource(
            value = TestStore.class,
            names = {"H2", "POSTGRESQL", "MARIADB"})
    void selectsWhatItsConditionsSay(TestStore kind) throws SQLException {
        for (long seed = 1; seed <= WORLDS; seed++) {
            try (TestStore.Database database = kind.openEmptyDatabase()) {
                Random random = new Random(seed);
                Jobs jobs = new Jobs(database.source(), kind);
                JdbcSchema.of(database.source()).with(Jobs.mapping()).createOrUpgrade();
                RerunStore store = JdbcStore.on(database.source()).with(Jobs.mapping());
                Instant now = store.transaction(StoreTransaction::now);
                List<Job> rows = IntStream.range(0, ROWS)
                        .mapToObj(number -> Job.random(random, number, now))
                        .toList();
                jobs.insert(rows);
                for (int i = 0; i < QUERIES; i++) {
                    check(store, rows, random, now, "seed " + seed + ", query " + i);
                }
            }
        }
    }

    private static void check(RerunStore store, List<Job> rows, Random random, Instant now, String what) {
        List<Asked> asked = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            asked.add(condition(random, now));
        }
        EntryQuery query = new EntryQuery(asked.stream().map(Asked::condition).toList(), order(random));
        Integer limit = random.nextBoolean() ? null : 1 + random.nextInt(20);
        List<Job> expected = rows.stream()
                .filter(job -> asked.stream().allMatch(one -> one.meaning().test(job)))
                .sorted(comparator(query))
                .limit(limit == null ? ROWS : limit)
                .toList();

        RerunOptions options = limit == null ? RerunOptions.DEFAULT : RerunOptions.DEFAULT.limit(limit);
        RerunRequest request = RerunRequest.where(query).ofApp(Jobs.APP).with(options);
        Selection selection =
                new Selection(Jobs.APP, RerunRequest.BEGINNING, null, RerunRequest.BEGINNING, true, Long.MAX_VALUE);
        Run plan = new Run(0, RerunStatus.PREPARING, selection, 1, options, query.toString());
        List<ActivityEntry> previewed = store.<List<ActivityEntry>>transaction(tx -> {
            tx.preparation().check(plan, query);
            return tx.preparation().preview(plan, query, 1000);
        });
        assertThat(previewed)
                .as("%s: %s", what, query)
                .extracting(ActivityEntry::id)
                .containsExactlyElementsOf(expected.stream().map(Job::jobNo).toList());
        assertThat(store.<Long>transaction(tx -> tx.preparation().count(plan, query)))
                .isEqualTo(expected.size());
        assertThat(frozen(store, request, selection, query))
                .as("%s: %s", what, query)
                .isEqualTo(previewed);
        for (int i = 0; i < expected.size(); i++) {
            checkColumns(previewed.get(i), expected.get(i));
        }
    }

    /** The entries of a run that is then over. */
    private static List<ActivityEntry> frozen(
            RerunStore store, RerunRequest request, Selection selection, EntryQuery query) {
        return store.<List<ActivityEntry>>transaction(tx -> {
            long id = RUN[0]++;
            tx.runs().closeEpoch(Jobs.APP);
            tx.runs().insert(new NewRun(id, request, selection, Duration.ofDays(45), 1));
            Run run = tx.runs().lock(id).orElseThrow();
            List<Lane> lanes = tx.preparation().freeze(run, query);
            List<ActivityEntry> entries = new ArrayList<>();
            for (Lane lane : lanes) {
                for (QueuedEntry queued : tx.lanes().read(lane, 1000)) {
                    entries.add(queued.stored());
                }
            }
            tx.runs().moveTo(id, RerunStatus.CANCELLED, null);
            return entries;
        });
    }

    private static void checkColumns(ActivityEntry entry, Job job) {
        assertThat(entry.orderingKey()).isEqualTo(job.machine());
        assertThat(entry.createdAt()).isEqualTo(job.madeAt());
        assertThat(entry.columns().get("state")).isEqualTo(job.state());
        assertThat(entry.columns().get("tries")).isEqualTo(text(job.tries()));
        assertThat(entry.columns().get("weight")).isEqualTo(text(job.weight()));
        assertThat(entry.columns().get("touched_at")).isEqualTo(text(job.touchedAt()));
        assertThat(entry.columns().get("urgent")).isEqualTo(text(job.urgent()));
        assertThat(entry.columns().get("ticket")).isEqualTo(text(job.ticket()));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static Asked condition(Random random, Instant now) {
        String state = "state " + random.nextInt(4);
        String other = "state " + random.nextInt(5);
        int most = random.nextInt(6) - 1;
        int hours = 1 + random.nextInt(50);
        Instant bound = now.minusSeconds(random.nextInt(48) * 3600L);
        return switch (random.nextInt(12)) {
            case 0 ->
                new Asked(
                        EntryCondition.in("state", state, other),
                        job -> state.equals(job.state()) || other.equals(job.state()));
            case 1 ->
                new Asked(
                        EntryCondition.notIn("state", state, other),
                        job -> job.state() != null && !state.equals(job.state()) && !other.equals(job.state()));
            case 2 ->
                new Asked(EntryCondition.atMost("tries", most), job -> job.tries() != null && job.tries() <= most);
            case 3 ->
                new Asked(
                        new EntryCondition.AtMost("weight", BigDecimal.valueOf(most * 50L, 2)),
                        job -> job.weight() != null && job.weight().compareTo(BigDecimal.valueOf(most * 50L, 2)) <= 0);
            case 4 ->
                // Half an hour off the rows' ages, so that the time that the test takes decides nothing.
                new Asked(
                        EntryCondition.untouchedFor("touched_at", Duration.ofMinutes(hours * 60L - 30)),
                        job -> job.touchedAt() != null
                                && job.touchedAt().isBefore(now.minus(Duration.ofMinutes(hours * 60L - 30))));
            case 5 ->
                new Asked(
                        EntryCondition.before("touched_at", bound),
                        job -> job.touchedAt() != null && job.touchedAt().isBefore(bound));
            case 6 ->
                new Asked(EntryCondition.after("made_at", bound), job -> job.madeAt()
                        .isAfter(bound));
            case 7 -> ids(random);
            case 8 -> new Asked(EntryCondition.in("urgent", "true"), job -> Boolean.TRUE.equals(job.urgent()));
            case 9 -> {
                UUID ticket = new UUID(7, random.nextInt(5));
                yield new Asked(EntryCondition.in("ticket", ticket.toString()), job -> ticket.equals(job.ticket()));
            }
            case 10 ->
                new Asked(
                        EntryCondition.sql("priority >= ? or state = ?", most, state),
                        job -> job.priority() >= most || state.equals(job.state()));
            default ->
                new Asked(
                        EntryCondition.notIn("tries", Integer.toString(most), "3"),
                        job -> job.tries() != null && job.tries() != most && job.tries() != 3);
        };
    }

    private static Asked ids(Random random) {
        List<String> ids = random.ints(1 + random.nextInt(30), 0, ROWS + 10)
                .mapToObj(number -> "j-" + number)
                .toList();
        return new Asked(EntryCondition.withId(ids), job -> ids.contains(job.jobNo()));
    }

    private static List<EntryQuery.Order> order(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> List.of(new EntryQuery.Order("priority", true));
            case 1 -> List.of(new EntryQuery.Order("machine", false), new EntryQuery.Order("priority", false));
            case 2 -> List.of(new EntryQuery.Order("made_at", true));
            default -> List.of();
        };
    }

    private static Comparator<Job> comparator(EntryQuery query) {
        Comparator<Job> order = Comparator.comparing(job -> 0);
        for (EntryQuery.Order one : query.order()) {
            Comparator<Job> by =
                    switch (one.column()) {
                        case "priority" -> Comparator.comparing(Job::priority);
                        case "machine" -> Comparator.comparing(Job::machine);
                        default -> Comparator.comparing(Job::madeAt);
                    };
            order = order.thenComparing(one.descending() ? by.reversed() : by);
        }
        return order.thenComparing(Job.SEQUENCE);
    }
}
