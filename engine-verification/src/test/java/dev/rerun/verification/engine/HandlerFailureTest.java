package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.EntryHandler;
import dev.rerun.core.spi.Handling;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.verification.engine.Jobs.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that fail in every way, stores that refuse what came of them, and engines that are closed meanwhile. */
class HandlerFailureTest {
    private static final Instant MORNING = Instant.parse("2026-03-02T08:00:00Z");
    private static final RerunRequest ALL = RerunRequest.where(EntryQuery.all());

    private final Workshop.InMemory workshop = new Workshop.InMemory();
    private final InterposedStore interposed = new InterposedStore(workshop.store());
    private final SteppedStream stream = new SteppedStream();
    private final List<String> handled = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, EntryHandler> scripts = new HashMap<>();
    private final List<RerunEngine> engines = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @BeforeEach
    void open() {
        workshop.insert(IntStream.rangeClosed(1, 5)
                .mapToObj(number -> Job.simple("j-" + number, MORNING.plusSeconds(number)))
                .toList());
        engine = open(builder().stream(stream).workers(1));
    }

    @AfterEach
    void close() {
        engines.forEach(RerunEngine::close);
    }

    private RerunEngines.Builder builder() {
        return RerunEngines.builder()
                .app(Jobs.APP)
                .store(interposed)
                .handler(this::handle)
                .lanes(1);
    }

    private RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine opened = builder.build();
        engines.add(opened);
        return opened;
    }

    private Handling handle(ActivityEntry entry, EntryHandler.Attempt attempt) throws Exception {
        handled.add(entry.id());
        EntryHandler script = scripts.get(entry.id());
        return script == null ? Handling.succeeded() : script.handle(entry, attempt);
    }

    private void failsAlone(Rerun run, String id, String error) {
        assertThat(run.failures(null, 10))
                .extracting(FailedEntry::entryId, FailedEntry::error)
                .containsExactly(tuple(id, error));
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(run.report().done()).isEqualTo(4);
    }

    @Test
    void eachEntryHasATransactionOfItsOwn() {
        Rerun run = engine.start(ALL);

        assertThat(stream.work(2)).isEqualTo(2);
        assertThat(run.report().done()).isEqualTo(2);
        assertThat(handled).containsExactly("j-1", "j-2");
    }

    @Test
    void oneThatSucceedsAtALaterTrySaysHowOftenItWasTried() {
        scripts.put(
                "j-2",
                (entry, attempt) -> attempt.number() < 2
                        ? Handling.retryLater("busy")
                        : Handling.succeeded(new Diagnostic("done", "")));
        Rerun run = engine.start(ALL);
        stream.workToTheEnd();

        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(engine.outcomes(Jobs.APP, "j-2").get(0).diagnostics())
                .containsExactly(new Diagnostic("done", ""), new Diagnostic(Diagnostic.ATTEMPTS, "2"));
        assertThat(engine.outcomes(Jobs.APP, "j-3").get(0).diagnostics()).isEmpty();
    }

    @Test
    void oneWhoseOutcomeTheStoreRefusesFailsAndIsHandedOutOnce() {
        Rerun run = engine.start(ALL);
        stream.work(1);
        interposed.fail("Entries.insertOutcomes", 2, () -> new RejectedDataException("too long", null));

        stream.workToTheEnd();

        failsAlone(run, "j-2", "too long");
        assertThat(handled).containsExactly("j-1", "j-2", "j-3", "j-4", "j-5");
    }

    @Test
    void oneThatRunsOutOfStackFailsAlone() {
        scripts.put("j-2", (entry, attempt) -> {
            throw new StackOverflowError("made up");
        });
        Rerun run = engine.start(ALL);
        stream.workToTheEnd();

        failsAlone(run, "j-2", "java.lang.StackOverflowError: made up");
    }

    @Test
    void oneThatRunsOutOfMemoryIsTriedOnceMore() {
        scripts.put("j-2", (entry, attempt) -> {
            throw new OutOfMemoryError("made up");
        });
        Rerun run = engine.start(ALL);
        stream.workToTheEnd();

        failsAlone(run, "j-2", "memory ran out while entry j-2 was handled");
        assertThat(handled).filteredOn("j-2"::equals).hasSize(2);
    }

    @Test
    void closingDoesNotWaitForTriesThatMaySucceedLater() {
        scripts.put("j-1", (entry, attempt) -> Handling.retryLater("still busy"));
        RerunEngine trying = open(builder().tryAgain(error -> false, 100).workers(1));
        Rerun run = trying.start(ALL);
        Awaitility.await().atMost(EngineFixture.LONG).until(() -> !handled.isEmpty());

        trying.close();

        assertThat(engine.find(run.id()).orElseThrow().report().failed()).isZero();
        scripts.clear();
        stream.workToTheEnd();
        assertThat(engine.find(run.id()).orElseThrow().status()).isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void whatARunHoldsThatIsRetriedIsLeftOutByOthersUntilItIsOver() {
        scripts.put("j-2", (entry, attempt) -> Handling.failed("no such part"));
        Rerun run = engine.start(ALL);
        stream.workToTheEnd();
        engine.retryFailed(run.id(), Actor.HOST);

        assertThat(engine.plan(ALL).entries()).isZero();
        stream.workToTheEnd();
        assertThat(engine.plan(ALL).entries()).isEqualTo(5);
    }

    @Test
    void aPlanAndAPreviewSayWhatAStartWouldSelect() {
        RerunRequest two = ALL.with(RerunOptions.DEFAULT.limit(2));

        assertThat(engine.plan(two).entries()).isEqualTo(2);
        assertThat(engine.plan(two).itemsToDelete()).isZero();
        assertThat(engine.preview(ALL, 3)).extracting(ActivityEntry::id).containsExactly("j-1", "j-2", "j-3");
        assertThat(engine.history(Jobs.APP)).isEmpty();
    }

    @Test
    void aPauseBetweenTriesIsNoShorterThanTheRuns() {
        List<Long> times = new ArrayList<>();
        scripts.put("j-1", (entry, attempt) -> {
            times.add(System.nanoTime());
            return attempt.number() < 2 ? Handling.retryLater("busy") : Handling.succeeded();
        });
        Duration pause = Duration.ofMillis(250);
        engine.start(ALL.with(RerunOptions.DEFAULT.limit(1).pauseBetweenEntries(pause)));
        stream.workToTheEnd();

        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(pause.toNanos());
    }
}
