package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.EngineClosedException;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAuthorizer;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The front door's parts put together. */
final class Engine implements RerunEngine {
    private final @Nullable String defaultApp;
    private final RerunStore store;
    private final ActivityStream stream;
    private final Policy policy;
    private final Announcer announcer;
    private final LimitCheck limits;
    private final Starter starter;
    private final Prepare prepare;
    private final FirstProcessing firstProcessing;
    private final RerunWorker worker;
    private final Completions completions;
    private final Sweeper sweeper;
    private final AtomicBoolean working = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    Engine(
            @Nullable String defaultApp,
            RerunStore store,
            ActivityStream stream,
            Policy policy,
            EntryProcessor processor,
            Announcer announcer) {
        this.defaultApp = defaultApp;
        this.store = store;
        this.stream = stream;
        this.policy = policy;
        this.announcer = announcer;
        this.limits = processor.limits();
        this.prepare = new Prepare(store, stream, policy);
        this.starter = new Starter(store, policy, announcer, prepare::isUnderWay);
        this.firstProcessing = new FirstProcessing(store, processor, policy.batchSize());
        this.completions = new Completions(store);
        this.worker = new RerunWorker(store, new LaneBatch(store, processor, policy), announcer, this::ended);
        this.sweeper = new Sweeper(store, stream, starter, worker, this::ended, policy.stalledAfter());
    }

    void open(int workers) {
        if (workers > 0) {
            startWorkers(workers);
        }
        completions.open();
        sweeper.open();
    }

    @Override
    public void startWorkers(int workers) {
        checkOpen();
        if (workers < 1 || workers > MOST_WORKERS) {
            throw new IllegalArgumentException("workers " + workers + " is out of range; give 1 to " + MOST_WORKERS);
        }
        if (!working.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "this engine has its workers; build it with workers(0) to start them later, and start them once");
        }
        stream.subscribe(workers, worker);
    }

    private void ended(RerunReport report) {
        announcer.announce(report);
        completions.ended(report);
    }

    @Override
    public Rerun start(RerunRequest request) {
        checkOpen();
        Objects.requireNonNull(request, "request");
        String app = request.app() == null ? defaultApp : request.app();
        if (app == null) {
            throw new IllegalArgumentException(
                    "the request names no app and the engine has no default; name one with ofApp(...)");
        }
        limits.check(request, app);
        authorize(request.requestedBy(), app);
        stream.checkReady();
        Starter.Admission admission = starter.admit(request, app);
        if (admission.isNew()) {
            RunLog.within(admission.id(), app, () -> {
                prepare(admission.id());
                return null;
            });
        }
        return handle(admission.id(), app);
    }

    private void authorize(@Nullable String caller, String app) {
        if (caller == null) {
            return;
        }
        RerunAuthorizer authorizer = policy.authorizer();
        if (authorizer == null) {
            throw new RerunNotAuthorizedException(
                    caller, app, "this engine knows no authorizer; give one with authorizer(...), or name no caller");
        }
        if (!authorizer.allows(caller, app)) {
            throw new RerunNotAuthorizedException(caller, app, "ask someone who may");
        }
    }

    private void prepare(long id) {
        RerunReport queued;
        try {
            queued = prepare.prepare(id);
        } catch (RuntimeException | Error e) {
            queued = starter.settle(id, e);
        }
        if (queued.status() == RerunStatus.QUEUED) {
            announcer.announce(queued);
        }
    }

    @Override
    public ProcessingReport process(Collection<ActivityEntry> entries) {
        checkOpen();
        return firstProcessing.process(entries);
    }

    @Override
    public Optional<Rerun> find(long id) {
        checkOpen();
        return store.transaction(tx -> tx.runs().find(id)).map(run -> handle(id, run.app()));
    }

    @Override
    public List<RerunReport> history(String app) {
        checkOpen();
        Objects.requireNonNull(app, "app");
        return store.transaction(tx -> tx.runs().history(app, HISTORY_LIMIT));
    }

    @Override
    public List<ActivityOutcome> outcomes(String app, String entryId) {
        checkOpen();
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(entryId, "entryId");
        return store.transaction(tx -> tx.entries().outcomes(app, entryId));
    }

    private Rerun handle(long id, String app) {
        return new RunHandle(id, app, this::report, completions);
    }

    private RerunReport report(long id) {
        return store.transaction(tx -> tx.runs().report(id))
                .orElseThrow(() -> new StoreException("rerun " + id + " is no longer in the store", null));
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new EngineClosedException();
        }
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            sweeper.close();
            stream.close();
            completions.close();
        }
    }
}
