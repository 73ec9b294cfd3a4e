package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What the store contracts share: a store with a few verbs of the engine around it. */
final class Stage {
    static final String APP = "harbour";
    static final Instant NOON = Instant.parse("2026-03-10T12:00:00Z");
    static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");
    static final ContractId TARIFF = new ContractId("tariff", "v1");
    static final Duration MICRO = Duration.ofNanos(1000);

    final RerunStore store;
    final HostTables host;
    final Duration patience;
    private final AtomicLong nextRun = new AtomicLong(900_000);

    private Stage(StoreUnderTest tested, Duration patience) {
        this.store = tested.store();
        this.host = tested.host();
        this.patience = patience;
    }

    static Stage of(StoreContract contract) {
        return new Stage(contract.newStore(), contract.patience());
    }

    <T extends @Nullable Object> T in(Function<StoreTransaction, T> work) {
        return store.transaction(work);
    }

    <T> Optional<T> optional(Function<StoreTransaction, Optional<T>> work) {
        return store.transaction(work);
    }

    OptionalLong optionalLong(Function<StoreTransaction, OptionalLong> work) {
        return store.transaction(work);
    }

    <T> List<T> list(Function<StoreTransaction, List<T>> work) {
        return store.transaction(work);
    }

    <T> Set<T> set(Function<StoreTransaction, Set<T>> work) {
        return store.transaction(work);
    }

    boolean test(Function<StoreTransaction, Boolean> work) {
        return store.transaction(work);
    }

    void with(Consumer<StoreTransaction> work) {
        store.transaction(transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    static ActivityEntry entry(long id, Instant createdAt) {
        return entry(id, "quay", createdAt);
    }

    static ActivityEntry entry(long id, String orderingKey, Instant createdAt) {
        return new ActivityEntry(APP, Long.toString(id), orderingKey, createdAt, createdAt, "tons=" + id);
    }

    static NewOutcome outcome(ActivityEntry entry, @Nullable Long rerunId, OutcomeStatus status) {
        ContractId contract = status == OutcomeStatus.NO_CONTRACT ? null : TARIFF;
        return new NewOutcome(
                entry.id(), rerunId, status, contract, List.of(Diagnostic.of("rated")), Duration.ofNanos(1_234_000));
    }

    void process(ActivityEntry... entries) {
        process(OutcomeStatus.PROCESSED, entries);
    }

    void process(OutcomeStatus status, ActivityEntry... entries) {
        for (ActivityEntry entry : entries) {
            with(transaction -> {
                long epoch = transaction.entries().enter(entry.app(), Set.of(entry.orderingKey()));
                transaction.entries().insert(entry.app(), epoch, List.of(entry));
                transaction.entries().insertOutcomes(entry.app(), List.of(outcome(entry, null, status)));
            });
        }
    }

    void write(RegisterItem... items) {
        with(transaction -> transaction.items().insert(APP, List.of(items)));
    }

    /** Descending, so that nothing sorted by rerun ID passes for sorted by age. */
    long runId() {
        return nextRun.getAndDecrement();
    }

    static NewRun newRun(long id, Selection selection, int lanes) {
        return newRun(id, selection, lanes, RerunOptions.DEFAULT);
    }

    static NewRun newRun(long id, Selection selection, int lanes, RerunOptions options) {
        RerunRequest request =
                RerunRequest.after(selection.cutoff()).ofApp(selection.app()).with(options);
        return new NewRun(id, request, selection, Duration.ofDays(45), lanes);
    }

    static Selection after(Instant cutoff, long epoch) {
        return new Selection(APP, cutoff, null, LONG_AGO, false, epoch);
    }

    Run start(int lanes, LongFunction<Selection> selection) {
        return start(runId(), lanes, selection);
    }

    Run start(long id, int lanes, LongFunction<Selection> selection) {
        return start(id, lanes, RerunOptions.DEFAULT, selection);
    }

    Run start(long id, int lanes, RerunOptions options, LongFunction<Selection> ofEpoch) {
        return start(ofEpoch.apply(0).app(), epoch -> newRun(id, ofEpoch.apply(epoch), lanes, options));
    }

    /** Ends the app's epoch and records a run. */
    Run start(String app, LongFunction<NewRun> ofEpoch) {
        return in(transaction -> {
            NewRun run = ofEpoch.apply(transaction.runs().closeEpoch(app));
            transaction.runs().insert(run);
            return transaction.runs().find(run.id()).orElseThrow();
        });
    }

    Run start(int lanes, RerunOptions options) {
        return start(runId(), lanes, options, epoch -> after(NOON, epoch));
    }

    Run start(Instant cutoff) {
        return start(1, epoch -> after(cutoff, epoch));
    }

    List<Lane> freeze(Run run) {
        return in(transaction -> {
            transaction.runs().lock(run.id());
            return transaction.preparation().freeze(run);
        });
    }

    Run queue(int lanes, LongFunction<Selection> selection) {
        return queued(start(lanes, selection));
    }

    /** Queues the entries of a run, without a look at items. */
    Run queued(Run run) {
        with(transaction -> {
            transaction.runs().lock(run.id());
            List<Lane> frozen = transaction.preparation().freeze(run);
            long total = frozen.stream().mapToLong(Lane::end).sum();
            transaction.runs().queued(run.id(), new PrepareCounts(total, 0, Map.of()));
        });
        return run;
    }

    PrepareCounts prepare(Run run, HostRule... hostRules) {
        return in(transaction -> prepare(transaction, run, ignored -> {}, hostRules));
    }

    static PrepareCounts prepare(StoreTransaction transaction, Run run, Consumer<Long> onBatch, HostRule... hostRules) {
        Eligibility eligibility = Eligibility.of(run.selection(), List.of(hostRules));
        AtomicLong deleted = new AtomicLong();
        transaction.runs().lock(run.id());
        List<Lane> frozen = transaction.preparation().freeze(run);
        transaction.preparation().archive(run, eligibility, 2, count -> {
            deleted.addAndGet(count);
            onBatch.accept(count);
        });
        Map<KeptReason, Long> kept = transaction.preparation().countKept(run, eligibility);
        long total = frozen.stream().mapToLong(Lane::end).sum();
        PrepareCounts counts = new PrepareCounts(total, deleted.get(), kept);
        transaction.runs().queued(run.id(), counts);
        return counts;
    }

    void end(Run run) {
        move(run, RerunStatus.COMPLETED);
    }

    void move(Run run, RerunStatus status) {
        locked(run, transaction -> transaction.runs().moveTo(run.id(), status, null));
    }

    /** Does something to a run that the transaction has locked. */
    void locked(Run run, Consumer<StoreTransaction> work) {
        inLocked(run, transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    <T> T inLocked(Run run, Function<StoreTransaction, T> work) {
        return in(transaction -> {
            transaction.runs().lock(run.id());
            return work.apply(transaction);
        });
    }

    RerunReport report(long id) {
        return in(transaction -> transaction.runs().report(id)).orElseThrow();
    }

    /** What is outstanding, by lane. */
    Map<Integer, List<QueuedEntry>> outstanding(Run run) {
        return in(transaction -> {
            Map<Integer, List<QueuedEntry>> queued = new TreeMap<>();
            for (int number = 0; number < run.lanes(); number++) {
                Optional<Lane> lane = transaction.lanes().lock(run.id(), number);
                if (lane.isPresent()) {
                    queued.put(number, transaction.lanes().read(lane.get(), Integer.MAX_VALUE));
                }
            }
            return queued;
        });
    }

    /** The IDs of the outstanding entries, lane by lane. */
    List<String> queuedIds(Run run) {
        List<String> ids = new ArrayList<>();
        outstanding(run).values().forEach(queued -> queued.forEach(entry -> ids.add(entry.entryId())));
        return ids;
    }

    List<String> itemKeys() {
        return host.items(APP).stream().map(RegisterItem::uniqueKey).toList();
    }
}
