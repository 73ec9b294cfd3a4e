package dev.rerun.core;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreTransaction;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries out what callers ask of a run that is there: each command in one transaction that holds the run's lock. */
final class Commands {
    private static final int RUNS_AT_A_TIME = 100;

    private final RerunStore store;
    private final Permission permission;
    private final LimitCheck limits;
    private final Publication publication;
    private final Consumer<RerunReport> news;

    Commands(
            RerunStore store,
            Permission permission,
            LimitCheck limits,
            Publication publication,
            Consumer<RerunReport> news) {
        this.store = store;
        this.permission = permission;
        this.limits = limits;
        this.publication = publication;
        this.news = news;
    }

    RerunReport pause(long id, Actor actor) {
        return command(id, actor, RerunAction.PAUSE, run -> {
            if (run.status() == RerunStatus.PREPARING) {
                throw refused(run, RerunAction.PAUSE);
            }
            return change(run, actor, RerunAction.PAUSE, (tx, locked) -> {
                requireIn(locked, RerunAction.PAUSE, RerunStatus.QUEUED, RerunStatus.RUNNING);
                tx.runs().moveTo(id, RerunStatus.PAUSED, said("paused", actor));
                return RerunStatus.PAUSED;
            });
        });
    }

    RerunReport resume(long id, Actor actor) {
        return command(id, actor, RerunAction.RESUME, run -> {
            requireIn(run, RerunAction.RESUME, RerunStatus.PAUSED);
            return change(run, actor, RerunAction.RESUME, (tx, locked) -> {
                requireIn(locked, RerunAction.RESUME, RerunStatus.PAUSED);
                if (tx.lanes().open(id, 1).isEmpty()) {
                    tx.lanes().openAll(id);
                }
                tx.runs().moveTo(id, RerunStatus.RUNNING, null);
                return RerunStatus.RUNNING;
            });
        });
    }

    RerunReport cancel(long id, Actor actor) {
        return command(id, actor, RerunAction.CANCEL, run -> {
            if (run.status() == RerunStatus.PREPARING) {
                return cancelPreparing(run, actor);
            }
            return change(run, actor, RerunAction.CANCEL, (tx, locked) -> cancelLocked(tx, locked, actor));
        });
    }

    private static RerunStatus cancelLocked(StoreTransaction tx, Run run, Actor actor) {
        if (run.status().terminal()) {
            throw refused(run, RerunAction.CANCEL);
        }
        if (run.status() != RerunStatus.PREPARING && !run.handled()) {
            tx.runs().putBack(run.id(), tx.archivedItems().putBack(run));
        }
        tx.runs().moveTo(run.id(), RerunStatus.CANCELLED, said("cancelled", actor));
        return RerunStatus.CANCELLED;
    }

    /** The preparing process, if it is alive, holds the lock: it sees the recorded command and rolls back. */
    private RerunReport cancelPreparing(Run run, Actor actor) {
        GivenCommand given = new GivenCommand(run.id(), RerunAction.CANCEL, actor);
        Attempts.ofTransaction(store, tx -> {
            if (!given.isRecorded(tx)) {
                given.record(tx);
            }
            return true;
        });
        while (true) {
            try {
                // Whoever rolled the prepare back may have ended the run, on behalf of this command.
                Optional<RerunReport> ended = StateChange.of(
                        store,
                        run.id(),
                        (tx, locked) ->
                                locked.status() == RerunStatus.CANCELLED ? null : cancelLocked(tx, locked, actor));
                ended.ifPresent(news);
                return ended.orElseGet(() -> report(run.id()));
            } catch (StoreConflictException e) {
                if (Thread.currentThread().isInterrupted() || find(run.id()).status() != RerunStatus.PREPARING) {
                    throw e;
                }
            }
        }
    }

    RerunReport retryFailed(long id, @Nullable Set<String> entryIds, Actor actor) {
        if (entryIds != null && entryIds.isEmpty()) {
            throw new IllegalArgumentException(
                    "no entry is named; name the failed entries to retry, or retry all with retryFailed(id, actor)");
        }
        return command(id, actor, RerunAction.RETRY, run -> {
            requireIn(run, RerunAction.RETRY, RerunStatus.COMPLETED_WITH_FAILURES);
            publication.checkReady();
            RerunReport report;
            try {
                report = change(
                        run,
                        actor,
                        RerunAction.RETRY,
                        tx -> holdBackStarts(tx, run),
                        (tx, locked) -> retryLocked(tx, locked, entryIds));
            } catch (RejectedDataException e) {
                // Another run of the app was started in this moment.
                throw otherActive(run).<RuntimeException>map(active -> active).orElse(e);
            }
            publication.publishAgain(run);
            return report;
        });
    }

    /** Starts of runs with a query select what no run holds that is not over, as this one is for the moment. */
    private static void holdBackStarts(StoreTransaction tx, Run run) {
        if (run.handled()) {
            tx.runs().closeEpoch(run.app());
        }
    }

    private Optional<ActiveRerunException> otherActive(Run run) {
        OptionalLong active = store.transaction(tx -> tx.runs().active(run.app()));
        return active.isPresent()
                ? Optional.of(new ActiveRerunException(run.app(), active.getAsLong()))
                : Optional.empty();
    }

    private static RerunStatus retryLocked(StoreTransaction tx, Run run, @Nullable Set<String> entryIds) {
        requireIn(run, RerunAction.RETRY, RerunStatus.COMPLETED_WITH_FAILURES);
        OptionalLong active = run.handled() ? OptionalLong.empty() : tx.runs().active(run.app());
        if (active.isPresent()) {
            throw new ActiveRerunException(run.app(), active.getAsLong());
        }
        requireNewest(tx, run);
        tx.lanes().requeue(run, entryIds);
        tx.runs().reopen(run.id());
        return RerunStatus.RUNNING;
    }

    /** A later run has calculated the same entries, or has left them alone, by newer prices. */
    private static void requireNewest(StoreTransaction tx, Run run) {
        Long before = null;
        List<RerunReport> page = tx.runs().history(run.app(), before, RUNS_AT_A_TIME);
        while (!page.isEmpty()) {
            for (RerunReport report : page) {
                if (report.id() == run.id()) {
                    return;
                }
                if (report.queuedAt() != null) {
                    throw new RerunStateException(
                            run.id(),
                            RerunAction.RETRY,
                            run.status(),
                            "rerun " + report.id() + " came after it; start a new rerun for what is still missing");
                }
                before = report.id();
            }
            page = tx.runs().history(run.app(), before, RUNS_AT_A_TIME);
        }
    }

    private RerunReport command(long id, Actor actor, RerunAction action, Function<Run, RerunReport> work) {
        Objects.requireNonNull(actor, "actor");
        limits.check(actor);
        Run run = find(id);
        permission.require(actor, action, run.app());
        return RunLog.within(id, run.app(), () -> work.apply(run));
    }

    private Run find(long id) {
        return Attempts.ofTransaction(store, tx -> tx.runs().find(id)).orElseThrow(() -> new UnknownRerunException(id));
    }

    private RerunReport report(long id) {
        return Attempts.ofTransaction(store, tx -> tx.runs().report(id))
                .orElseThrow(() -> new UnknownRerunException(id));
    }

    /** Changes a run under its lock, records the command, and announces the new state. */
    private RerunReport change(Run run, Actor actor, RerunAction action, StateChange.Step step) {
        return change(run, actor, action, tx -> {}, step);
    }

    private RerunReport change(
            Run run, Actor actor, RerunAction action, Consumer<StoreTransaction> locks, StateChange.Step step) {
        GivenCommand given = new GivenCommand(run.id(), action, actor);
        RerunReport report = StateChange.of(store, run.id(), locks, (tx, locked) -> {
                    if (given.isRecorded(tx)) {
                        return locked.status();
                    }
                    RerunStatus next = step.apply(tx, locked);
                    given.record(tx);
                    return next;
                })
                .orElseThrow(() -> new UnknownRerunException(run.id()));
        news.accept(report);
        return report;
    }

    private static void requireIn(Run run, RerunAction action, RerunStatus... states) {
        if (!Set.of(states).contains(run.status())) {
            throw refused(run, action);
        }
    }

    private static RerunStateException refused(Run run, RerunAction action) {
        String remedy =
                switch (run.status()) {
                    case PREPARING -> "cancel it, or wait until it is queued";
                    case QUEUED, RUNNING ->
                        action == RerunAction.RETRY
                                ? "wait until it is over; its failed entries can be retried then"
                                : "it goes on by itself";
                    case PAUSED ->
                        action == RerunAction.RETRY
                                ? "resume it; its failed entries can be retried when it is over"
                                : "another command was faster; its history tells whose";
                    case COMPLETED_WITH_FAILURES -> "it is over; its failed entries can be retried";
                    case COMPLETED, CANCELLED, FAILED -> "it is over; start a new rerun";
                };
        return new RerunStateException(run.id(), action, run.status(), remedy);
    }

    static String said(String what, Actor actor) {
        return what + " by " + actor + (actor.reason() == null ? "" : ": " + actor.reason());
    }
}
