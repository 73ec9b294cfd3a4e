package dev.rerun.reliability.histories;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.reliability.histories.Journal.Answer;
import dev.rerun.reliability.histories.Journal.Command;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import javax.sql.DataSource;

/** The application around the engines: it gives them entries and commands, and notes what it gave and what it was answered. */
final class Host {
    private static final String CALLER = "the toll office";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration A_MOMENT = Duration.ofMillis(300);

    final World world;
    final Journal journal = new Journal();
    final PriceBoard prices;
    private final Engines engines;
    private final DataSource database;

    Host(World world, PriceBoard prices, Engines engines, DataSource database) {
        this.world = world;
        this.prices = prices;
        this.engines = engines;
        this.database = database;
    }

    RerunEngine anyEngine(Random random) {
        return engines.any(random);
    }

    /** Unless the database fails just then, so that no other comes. */
    void replaceEngine() {
        try {
            engines.replaceOne();
        } catch (
                @SuppressWarnings("unused")
                StoreException e) {
            // The one that was to go stays.
        }
    }

    /** Some new crossings of busy trucks, most of them newer than all others, some late. */
    void live(Random random) {
        String app = anyApp(random);
        List<Crossing> crossings = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            long id = journal.newId(app);
            Instant recorded = random.nextInt(3) == 0
                    ? World.instant(random)
                    : World.NOW.minus(Duration.ofHours(12)).plusMillis(id);
            crossings.add(World.crossing(random, app, id, world.busyTruck(random), recorded));
        }
        process(crossings, random);
    }

    /** Repeats the call until it is answered. */
    void process(List<Crossing> crossings, Random random) {
        List<ActivityEntry> entries = crossings.stream().map(Crossing::entry).toList();
        long from = journal.now();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                anyEngine(random).process(entries);
                break;
            } catch (RerunException e) {
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
        }
        long until = journal.now();
        crossings.forEach(crossing -> journal.processed(crossing, from, until));
    }

    void start(long number, Random random) {
        String app = anyApp(random);
        if (random.nextBoolean()) {
            awaitNewest(app, random);
        }
        RerunRequest request = RerunRequest.after(
                        random.nextInt(4) == 0 ? RerunRequest.BEGINNING : World.instant(random))
                .ofApp(app)
                .onBehalfOf(CALLER)
                .because(Command.reason(number))
                .with(options(random));
        if (random.nextInt(4) == 0) {
            request = request.withEntriesWithoutContract();
        }
        if (random.nextInt(5) == 0 && !request.cutoff().equals(RerunRequest.BEGINNING)) {
            request = request.endingAt(request.cutoff().plus(Duration.ofDays(1L + random.nextInt(30))));
        }
        start(number, random.nextBoolean() ? request.once(Command.reason(number)) : request, random);
    }

    /** For a moment; a run that is paused does not come to its end. */
    private void awaitNewest(String app, Random random) {
        ask(random, engine -> engine.history(app, null, 1).stream()
                .findFirst()
                .flatMap(report -> engine.find(report.id()))
                .map(run -> run.await(A_MOMENT)));
    }

    /** With an idempotency key, a start without an answer is given once more. */
    void start(long number, RerunRequest request, Random random) {
        command(number, "START", () -> {
            try {
                anyEngine(random).start(request);
            } catch (RerunException e) {
                if (request.idempotencyKey() == null || refusal(e)) {
                    throw e;
                }
                anyEngine(random).start(request);
            }
        });
    }

    private static RerunOptions options(Random random) {
        RerunOptions options = RerunOptions.DEFAULT.pauseWhenFailing(random.nextInt(3) == 0 ? 0.2 : 1, 5);
        if (random.nextInt(4) == 0) {
            options = options.limit(1 + random.nextInt(80));
        }
        if (random.nextInt(5) == 0) {
            int first = 1 + random.nextInt(60);
            options = random.nextBoolean() ? options.firstOnly(first) : options.firstThenOn(first);
        }
        if (random.nextInt(5) == 0) {
            options = options.batchesAtOnce(1 + random.nextInt(3));
        }
        if (random.nextInt(20) == 0) {
            options = options.pauseBetweenEntries(Duration.ofMillis(1L + random.nextInt(3)));
        }
        return random.nextBoolean() ? options.holdingFailedKeys() : options;
    }

    void pause(long number, Random random) {
        onRun(number, "PAUSE", random, report -> true, RerunEngine::pause);
    }

    void resume(long number, Random random) {
        onRun(number, "RESUME", random, report -> report.status() == RerunStatus.PAUSED, RerunEngine::resume);
    }

    void cancel(long number, Random random) {
        onRun(number, "CANCEL", random, report -> true, RerunEngine::cancel);
    }

    void retry(long number, Random random) {
        onRun(
                number,
                "RETRY",
                random,
                report -> report.status() == RerunStatus.COMPLETED_WITH_FAILURES,
                RerunEngine::retryFailed);
    }

    /** A command on a run of an engine's. */
    @FunctionalInterface
    interface OnRun {
        RerunReport give(RerunEngine engine, long run, Actor actor);
    }

    private void onRun(long number, String action, Random random, Predicate<RerunReport> sensible, OnRun command) {
        String app = anyApp(random);
        RerunReport newest = ask(random, engine -> engine.history(app, null, 1)).orElse(List.of()).stream()
                .findFirst()
                .orElse(null);
        // Most commands make sense, and some do not.
        if (newest != null && (sensible.test(newest) || random.nextInt(4) == 0)) {
            onRun(number, action, newest.id(), random, command);
        }
    }

    void onRun(long number, String action, long run, Random random, OnRun command) {
        Actor actor = Actor.named(CALLER).because(Command.reason(number));
        command(number, action, () -> command.give(anyEngine(random), run, actor));
    }

    /** Notes what the runs were, since a purge forgets it. */
    void purge(Random random) {
        String app = anyApp(random);
        Evidence evidence = Evidence.of(database);
        boolean over = evidence.runs.values().stream()
                .filter(run -> run.app().equals(app))
                .allMatch(run -> RerunStatus.valueOf(run.status()).terminal());
        if (over) {
            journal.beforePurge(evidence);
            ask(random, engine -> engine.purge(app, Duration.ZERO));
        }
    }

    /** An answer, or none if the engine is in trouble just now. */
    <T> Optional<T> ask(Random random, Function<RerunEngine, T> question) {
        try {
            return Optional.of(question.apply(anyEngine(random)));
        } catch (RerunException e) {
            return Optional.empty();
        }
    }

    private void command(long number, String action, Runnable call) {
        long from = journal.now();
        Answer answer;
        try {
            call.run();
            answer = Answer.DONE;
        } catch (RerunException e) {
            answer = refusal(e) ? Answer.REFUSED : Answer.UNKNOWN;
        }
        journal.commanded(new Command(number, action, answer, from, journal.now()));
    }

    private static boolean refusal(RerunException e) {
        return e instanceof RerunStateException
                || e instanceof ActiveRerunException
                || e instanceof UnknownRerunException
                || e instanceof StreamNotReadyException
                || e instanceof RerunStartFailedException;
    }

    String anyApp(Random random) {
        return world.apps.get(random.nextInt(world.apps.size()));
    }
}
