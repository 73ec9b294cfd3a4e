package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.spi.EntryHandler;
import dev.rerun.core.spi.Handling;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.QueuedEntry;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handler handles the entries, each in a transaction of its own, so that no more than one call is lost with a process. What
 * a call came to is remembered until the lane's next entry: if its transaction fails, the entry is not handed out again.
 */
final class HandlerWork implements LaneWork {
    /** A run's own pause is kept between tries too, unless it is longer: whoever pauses the run waits for the tries. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final EntryHandler handler;
    private final Faults faults;
    private final LogicThreads threads;
    private final LimitCheck limits;
    private final int mostTries;
    private final Map<Place, Handled> last = Collections.synchronizedMap(new Newest<>());

    HandlerWork(EntryHandler handler, Faults faults, LogicThreads threads, LimitCheck limits, int mostTries) {
        this.handler = handler;
        this.faults = faults;
        this.threads = threads;
        this.limits = limits;
        this.mostTries = mostTries;
    }

    /** What was put in lately: as many calls as there can be workers may be in doubt at a time. */
    private static final class Newest<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > RerunEngine.MOST_WORKERS;
        }
    }

    private record Place(long rerunId, int lane) {}

    private record Handled(long sequence, Tried tried) {}

    private record Tried(Processed result, int tries) {}

    @Override
    public boolean takes(Run run) {
        return run.handled();
    }

    @Override
    public int batchSize(int usual) {
        return 1;
    }

    @Override
    public Batch.Result process(Share share) {
        QueuedEntry queued = share.queued().get(0);
        ActivityEntry entry = queued.stored();
        Map<String, String> failedKeys = share.failedKeys();
        String holder = failedKeys == null ? null : failedKeys.get(entry.orderingKey());
        if (holder != null) {
            return new Batch.Result(0, 0, 0, 0, Map.of(), Map.of(entry.id(), holder));
        }
        Tried tried = result(share, queued);
        Processed result = tried.result();
        share.tx()
                .entries()
                .insertOutcomes(
                        share.run().app(),
                        List.of(new NewOutcome(
                                entry.id(),
                                share.run().id(),
                                result.status(),
                                null,
                                limits.fitting(remarks(tried)),
                                result.duration())));
        String error = result.error();
        return error == null
                ? new Batch.Result(1, 0, 0, 0, Map.of(), Map.of())
                : new Batch.Result(0, 0, 0, 0, Map.of(entry.id(), new Batch.Failure(error, tried.tries())), Map.of());
    }

    private static List<Diagnostic> remarks(Tried tried) {
        List<Diagnostic> remarks = new ArrayList<>(tried.result().result().diagnostics());
        if (tried.tries() > 1) {
            remarks.add(new Diagnostic(Diagnostic.ATTEMPTS, Integer.toString(tried.tries())));
        }
        return remarks;
    }

    private Tried result(Share share, QueuedEntry queued) {
        ActivityEntry entry = queued.stored();
        Processed failed = share.known().failed().get(entry.id());
        if (failed != null) {
            return new Tried(failed, 1);
        }
        Place place = new Place(share.run().id(), share.lane().number());
        Handled before = last.get(place);
        if (before != null && before.sequence() == queued.sequence()) {
            return before.tried();
        }
        Handled handled = new Handled(queued.sequence(), untilItCounts(share, entry));
        last.remove(place);
        last.put(place, handled);
        return handled.tried();
    }

    /** With the lane in hand, so that nobody else tries meanwhile. */
    private Tried untilItCounts(Share share, ActivityEntry entry) {
        Duration pause = Pace.pauseAfterEntry(share.run().options());
        for (int tries = 1; ; tries++) {
            Processed result = call(share, entry, tries);
            if (!result.mayPass() || tries >= mostTries) {
                return new Tried(result, tries);
            }
            if (!share.stopping().getAsBoolean()) {
                BatchUndone.BACKOFF.pause(tries, pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
            }
            if (share.stopping().getAsBoolean()) {
                throw BatchUndone.forAWhile(share.known(), entry.id());
            }
        }
    }

    private Processed call(Share share, ActivityEntry entry, int tries) {
        long rerunId = share.run().id();
        EntryHandler.Attempt attempt = new EntryHandler.Attempt(rerunId, tries);
        TimedLogic timed = threads.timed(rerunId, new NoItems(), false);
        List<Processed> results = new ArrayList<>();
        Optional<LogicTurn> late =
                timed.calculate(List.of(entry), one -> results.add(inTurn(one, attempt, timed.begin(one))));
        return late.isPresent() ? EntryProcessor.late(late.get()) : results.get(0);
    }

    private Processed inTurn(ActivityEntry entry, EntryHandler.Attempt attempt, LogicTurn turn) {
        Throwable error;
        try {
            return told(entry, answer(entry, attempt, turn), turn);
        } catch (OutOfMemoryError e) {
            throw new RejectedDataException("memory ran out while entry " + entry.id() + " was handled", e);
        } catch (StackOverflowError e) {
            error = e;
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            error = e;
        }
        return turn.overrun() != null ? EntryProcessor.late(turn) : faults.failed(entry, turn, error);
    }

    private @Nullable Handling answer(ActivityEntry entry, EntryHandler.Attempt attempt, LogicTurn turn)
            throws Exception {
        try {
            return handler.handle(entry, attempt);
        } finally {
            turn.end();
        }
    }

    private static Processed told(ActivityEntry entry, @Nullable Handling handling, LogicTurn turn) {
        if (handling == null) {
            throw new IllegalStateException("the handler returned null; let it say how it went");
        }
        if (handling instanceof Handling.Succeeded succeeded) {
            LogicResult remarks = new LogicResult(List.of(), succeeded.remarks());
            return new Processed(entry, OutcomeStatus.PROCESSED, null, remarks, turn.duration(), null, false);
        }
        if (handling instanceof Handling.RetryLater later) {
            return Processed.failed(entry, null, turn.duration(), later.reason(), later.reason())
                    .passing();
        }
        String reason = ((Handling.Failed) handling).reason();
        return Processed.failed(entry, null, turn.duration(), reason, reason);
    }
}
