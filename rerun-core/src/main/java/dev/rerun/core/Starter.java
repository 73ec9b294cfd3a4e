package dev.rerun.core;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Admits a run: decides whether it may start, and records it. What follows is {@link Prepare}'s. */
final class Starter {
    /** A run this young may be between its record and its prepare's lock. */
    static final Duration PREPARE_GRACE = Duration.ofSeconds(5);

    private static final int TRIES_PER_ID_LENGTH = 20;

    private final RerunStore store;
    private final Policy policy;
    private final Announcer announcer;
    private final LongPredicate underWay;

    /** The predicate knows the runs that this engine prepares. */
    Starter(RerunStore store, Policy policy, Announcer announcer, LongPredicate underWay) {
        this.underWay = underWay;
        this.store = store;
        this.policy = policy;
        this.announcer = announcer;
    }

    /** A run that stands recorded, and what happened on the way; one that was there before needs no prepare. */
    record Admission(long id, boolean isNew, List<RerunReport> news) {}

    Admission admit(RerunRequest request, String app) {
        // A commit whose answer is lost is tried again, and then finds the run that it recorded.
        AtomicLong recorded = new AtomicLong();
        Admission admission = Attempts.ofTransaction(store, tx -> admit(tx, request, app, recorded));
        admission.news().forEach(announcer::announce);
        return admission;
    }

    private Admission admit(StoreTransaction tx, RerunRequest request, String app, AtomicLong recorded) {
        if (tx.runs().find(recorded.get()).isPresent()) {
            return new Admission(
                    recorded.get(),
                    true,
                    List.of(tx.runs().report(recorded.get()).orElseThrow()));
        }
        Optional<Admission> earlier = earlier(tx, request, app);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Instant now = policy.now(tx);
        policy.requirePast(request.cutoff(), now);
        long epoch = tx.runs().closeEpoch(app);
        // Two starts with one key may both have found nothing; from here on they come one after the other.
        earlier = earlier(tx, request, app);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        List<RerunReport> news = new ArrayList<>(failAbandoned(tx));
        OptionalLong active = request.query() == null ? tx.runs().active(app) : OptionalLong.empty();
        if (active.isPresent()) {
            throw new ActiveRerunException(app, active.getAsLong());
        }
        Selection selection = policy.selection(request, app, now, epoch);
        long id = insert(tx, request, selection);
        recorded.set(id);
        tx.runs().record(id, RerunAction.START, request.actor());
        news.add(tx.runs().report(id).orElseThrow());
        return new Admission(id, true, news);
    }

    private static Optional<Admission> earlier(StoreTransaction tx, RerunRequest request, String app) {
        String key = request.idempotencyKey();
        OptionalLong id = key == null ? OptionalLong.empty() : tx.runs().byIdempotencyKey(app, key);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        RerunReport first = tx.runs().report(id.getAsLong()).orElseThrow();
        if (!sameWork(first, request)) {
            throw new IllegalArgumentException("idempotency key '" + key + "' belongs to rerun " + first.id() + " with "
                    + first.request() + "; give this request, " + request + ", a key of its own");
        }
        return Optional.of(new Admission(first.id(), false, List.of()));
    }

    private static boolean sameWork(RerunReport first, RerunRequest other) {
        RerunRequest one = first.request();
        EntryQuery query = other.query();
        return Objects.equals(first.selectedBy(), query == null ? null : query.toString())
                && one.cutoff().equals(other.cutoff())
                && Objects.equals(one.until(), other.until())
                && one.includeWithoutContract() == other.includeWithoutContract()
                && one.options().equals(other.options());
    }

    private long insert(StoreTransaction tx, RerunRequest request, Selection selection) {
        RerunRequest named = request.ofApp(selection.app());
        for (int tries = 0; ; tries++) {
            // Six digits are easily told on the telephone; a store with very many runs gets longer ones.
            long first = (long) Math.pow(10, 5 + Math.min(12, tries / TRIES_PER_ID_LENGTH));
            long id = ThreadLocalRandom.current().nextLong(first, first * 10);
            if (tx.runs()
                    .insert(new NewRun(id, named, selection, policy.retention(), policy.lanesOf(request.options())))) {
                return id;
            }
        }
    }

    /** Marks runs failed whose preparing process is gone: it held their lock, and the lock is free. */
    List<RerunReport> failAbandoned(StoreTransaction tx) {
        List<RerunReport> failed = new ArrayList<>();
        for (long id : tx.runs().lockAbandoned(PREPARE_GRACE)) {
            if (underWay.test(id)) {
                continue;
            }
            tx.runs().moveTo(id, RerunStatus.FAILED, "the process that prepared it is gone");
            failed.add(tx.runs().report(id).orElseThrow());
        }
        return failed;
    }

    /** Decides what became of a prepare that threw; returns if it was committed all the same. */
    RerunReport settle(long id, Throwable failure) {
        RerunReport settled;
        AtomicBoolean ended = new AtomicBoolean();
        try {
            settled = Attempts.ofTransaction(store, tx -> {
                // Waits for the prepare's own transaction, should the store still be at it.
                Optional<Run> run = tx.runs().lock(id);
                if (run.isPresent() && run.get().status() == RerunStatus.PREPARING) {
                    if (failure instanceof PrepareCancelledException) {
                        tx.runs().moveTo(id, RerunStatus.CANCELLED, failure.getMessage());
                    } else {
                        tx.runs().moveTo(id, RerunStatus.FAILED, oneLine(failure));
                    }
                    ended.set(true);
                }
                return tx.runs().report(id).orElseThrow();
            });
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            throw new StoreException(
                    "the store failed while rerun " + id
                            + " was prepared, and cannot say whether it was committed; once"
                            + " it answers again, find(" + id + ") tells",
                    failure);
        }
        if (settled.status() == RerunStatus.FAILED || settled.queuedAt() == null) {
            // Who cancels a run may have ended it before.
            if (ended.get() || settled.status() == RerunStatus.FAILED) {
                announcer.announce(settled);
            }
            String why = settled.statusReason();
            throw new RerunStartFailedException(id, why == null ? oneLine(failure) : why, failure);
        }
        return settled;
    }

    private static String oneLine(@Nullable Throwable failure) {
        return failure == null ? "" : failure.toString().lines().findFirst().orElse("");
    }
}
