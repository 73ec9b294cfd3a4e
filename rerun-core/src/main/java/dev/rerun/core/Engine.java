package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Actor;
import dev.rerun.api.EngineClosedException;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.RerunStore;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The front door's parts put together. */
final class Engine implements RerunEngine {
    private final @Nullable String defaultApp;
    private final RerunStore store;
    private final ActivityStream stream;
    private final Audience audience;
    private final Observers observers;
    private final Announcer announcer;
    private final LimitCheck limits;
    private final LogicThreads logicThreads;
    private final Permission permission;
    private final Planner planner;
    private final Commands commands;
    private final Purge purge;
    private final Starter starter;
    private final Prepare prepare;
    private final Work work;
    private final @Nullable FirstProcessing firstProcessing;
    private final RerunWorker worker;
    private final Completions completions = new Completions();
    private final Watch watch;
    private final Sweeper sweeper;
    private final AtomicBoolean working = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();

    Engine(
            @Nullable String defaultApp,
            RerunStore store,
            ActivityStream stream,
            Policy policy,
            Work work,
            Audience audience,
            Observers observers) {
        this.defaultApp = defaultApp;
        this.store = store;
        this.stream = stream;
        this.audience = audience;
        this.observers = observers;
        Told told = new Told(audience);
        this.announcer = new Announcer(store, audience, told);
        this.watch = new Watch(store, audience, told, announcer, completions);
        this.work = work;
        this.limits = work.limits();
        this.logicThreads = work.threads();
        Publication publication = new Publication(store, stream, observers);
        this.permission = new Permission(policy.authorizer());
        this.planner = new Planner(store, policy);
        this.commands = new Commands(store, permission, limits, publication, this::announce);
        this.purge = new Purge(store);
        this.prepare = new Prepare(store, stream, policy, observers);
        this.starter = new Starter(store, policy, announcer, prepare::isUnderWay);
        this.firstProcessing = work.calculation() == null
                ? null
                : new FirstProcessing(store, work.calculation(), policy.batchSize(), policy.mostTries());
        this.worker = new RerunWorker(
                store,
                work.lanes(),
                new Pace(store, work.lanes().batchSize(policy.batchSize())),
                observers,
                this::announce);
        this.sweeper = new Sweeper(store, publication, starter, worker, this::announce, policy.stalledAfter());
    }

    Engine open(int workers) {
        watch.open();
        audience.open();
        if (workers > 0) {
            startWorkers(workers);
        }
        sweeper.open();
        return this;
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

    private void announce(RerunReport report) {
        announcer.announce(report);
        if (report.status().terminal()) {
            completions.ended(report);
        }
    }

    @Override
    public Rerun start(RerunRequest request) {
        checkOpen();
        String app = app(request);
        check(request, app);
        permission.require(request.actor(), RerunAction.START, app);
        planner.check(request, app);
        stream.checkReady();
        Starter.Admission admission = starter.admit(request, app);
        if (admission.isNew()) {
            RunLog.within(admission.id(), app, () -> {
                prepare(admission.id(), app, request.query());
                return null;
            });
        }
        return handle(admission.id(), app);
    }

    private void prepare(long id, String app, @Nullable EntryQuery query) {
        RerunReport queued = observers.prepare(id, app, () -> prepared(id, query));
        if (queued.status() == RerunStatus.QUEUED) {
            announcer.announce(queued);
        }
    }

    private RerunReport prepared(long id, @Nullable EntryQuery query) {
        try {
            return prepare.prepare(id, query);
        } catch (RuntimeException | Error e) {
            return starter.settle(id, e);
        }
    }

    @Override
    public ProcessingReport process(Collection<ActivityEntry> entries) {
        checkOpen();
        if (firstProcessing == null) {
            throw new IllegalStateException(
                    "this engine has a handler and no contracts, so it processes nothing for the first"
                            + " time; build one with contracts(...), or store the entries in the host's own table");
        }
        return firstProcessing.process(entries);
    }

    @Override
    public Optional<Rerun> find(long id) {
        checkOpen();
        return store.transaction(tx -> tx.runs().find(id)).map(run -> handle(id, run.app()));
    }

    @Override
    public RerunPlan plan(RerunRequest request) {
        checkOpen();
        String app = app(request);
        check(request, app);
        permission.require(request.actor(), RerunAction.PLAN, app);
        planner.check(request, app);
        return planner.plan(request, app);
    }

    @Override
    public List<ActivityEntry> preview(RerunRequest request, int limit) {
        checkOpen();
        String app = app(request);
        check(request, app);
        permission.require(request.actor(), RerunAction.PLAN, app);
        planner.check(request, app);
        return planner.preview(request, app, limit);
    }

    private void check(RerunRequest request, String app) {
        limits.check(request, app);
        work.check(request);
    }

    private String app(RerunRequest request) {
        Objects.requireNonNull(request, "request");
        String app = request.app() == null ? defaultApp : request.app();
        if (app == null) {
            throw new IllegalArgumentException(
                    "the request names no app and the engine has no default; name one with ofApp(...)");
        }
        return app;
    }

    @Override
    public RerunReport pause(long id, Actor actor) {
        checkOpen();
        return commands.pause(id, actor);
    }

    @Override
    public RerunReport resume(long id, Actor actor) {
        checkOpen();
        return commands.resume(id, actor);
    }

    @Override
    public RerunReport cancel(long id, Actor actor) {
        checkOpen();
        return commands.cancel(id, actor);
    }

    @Override
    public RerunReport retryFailed(long id, Actor actor) {
        checkOpen();
        return commands.retryFailed(id, null, actor);
    }

    @Override
    public RerunReport retryFailed(long id, Collection<String> entryIds, Actor actor) {
        checkOpen();
        return commands.retryFailed(id, Set.copyOf(entryIds), actor);
    }

    @Override
    public List<RerunReport> history(String app, @Nullable Long before, int limit) {
        checkOpen();
        Objects.requireNonNull(app, "app");
        int checked = Page.limit(limit);
        return store.transaction(tx -> tx.runs().history(app, before, checked));
    }

    @Override
    public int purge(String app, Duration age) {
        checkOpen();
        Objects.requireNonNull(app, "app");
        return purge.purge(app, age);
    }

    @Override
    public List<ActivityOutcome> outcomes(String app, String entryId) {
        checkOpen();
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(entryId, "entryId");
        return store.transaction(tx -> tx.entries().outcomes(app, entryId));
    }

    private Rerun handle(long id, String app) {
        return new RunHandle(id, app, store, completions);
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
            worker.stop();
            stream.close();
            logicThreads.close();
            watch.close();
            completions.close();
            audience.close();
        }
    }
}
