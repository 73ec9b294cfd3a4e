package dev.rerun.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** What an engine tells its observers, and what they can do to it: nothing. */
class WorkObserverTest {
    private static final Map<String, String> CONTEXT = Map.of("traceparent", "00-a-b-01", "tracestate", "x=y");

    @RegisterExtension
    private final Ferry ferry = new Ferry();

    private final NotingObserver observer = new NotingObserver(CONTEXT);
    private final Logger logger = (Logger) LoggerFactory.getLogger(RerunEngines.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void readLog() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void leaveLog() {
        logger.detachAppender(log);
    }

    private static String progress(int watermark, int done, int failed) {
        return new LaneProgress(watermark, done, failed, 0, done, 0).toString();
    }

    @Test
    void hearsOfThePrepareAndOfEachBatchFromBeginToEnd() {
        RerunEngine engine = ferry.open(ferry.builder().workers(0).observe(observer));
        Rerun run = engine.start(Ferry.CUTOFF);
        engine.startWorkers(1);
        RerunReport report = run.await(Ferry.LONG);

        assertThat(report.done()).isEqualTo(6);
        String batch = "batch of ferry, lane 0, " + Map.copyOf(CONTEXT);
        assertThat(observer.notes())
                .containsExactly(
                        "prepare of ferry",
                        "enter",
                        "leave",
                        new PrepareCounts(6, 6, Map.of()).toString(),
                        batch,
                        "enter",
                        "enter",
                        "leave",
                        "leave",
                        progress(3, 3, 0),
                        batch,
                        "enter",
                        "enter",
                        "leave",
                        "leave",
                        progress(6, 3, 0));
    }

    @Test
    void hearsThatAPrepareFailed() {
        RerunEngine engine = ferry.open(ferry.builder(new HandStream() {
                    @Override
                    public void publish(Iterable<Block> blocks) {
                        throw new IllegalStateException("made to fail by the test");
                    }
                })
                .observe(observer));

        assertThatExceptionOfType(RerunStartFailedException.class).isThrownBy(() -> engine.start(Ferry.CUTOFF));
        assertThat(observer.notes()).containsExactly("prepare of ferry", "enter", "leave", "RerunStartFailedException");
    }

    @Test
    void takesABatchThatBeginsAnewForOne() {
        AtomicInteger tries = new AtomicInteger();
        ferry.onRerun(entry -> {
            if (entry.id().equals("2") && tries.incrementAndGet() < 3) {
                ferry.store().undo(() -> new StoreConflictException("made to fail by the test", null));
            }
        });

        ferry.open(ferry.builder().observe(observer)).start(Ferry.CUTOFF).await(Ferry.LONG);

        assertThat(tries).hasValue(3);
        assertThat(observer.notes())
                .filteredOn(note -> note.startsWith("LaneProgress"))
                .containsExactly(progress(3, 3, 0), progress(6, 3, 0));
        assertThat(observer.notes()).filteredOn("enter"::equals).hasSize(1 + 2 + 4);
    }

    @Test
    void hearsThatABatchFailedAsAWholeAndCountsFailedEntriesOtherwise() {
        AtomicInteger tries = new AtomicInteger();
        ferry.onRerun(entry -> {
            if (entry.id().equals("2") && tries.incrementAndGet() <= 3) {
                ferry.store().undo(() -> new StoreException("made to fail by the test", null));
            }
            if (entry.id().equals("5")) {
                throw new IllegalStateException("no tariff");
            }
        });

        RerunReport report = ferry.open(ferry.builder().observe(observer))
                .start(Ferry.CUTOFF)
                .await(Ferry.LONG);

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(observer.notes())
                .filteredOn(note -> note.startsWith("LaneProgress") || note.endsWith("Exception"))
                .containsExactly("StoreException", progress(3, 3, 0), progress(6, 2, 1));
    }

    @Test
    void itsContextGoesWithTheBlocksToOtherProcesses() {
        HandStream stream = new HandStream();
        NotingObserver other = new NotingObserver(Map.of());
        Rerun run =
                ferry.open(ferry.builder(stream).workers(0).observe(observer)).start(Ferry.CUTOFF);
        HandStream elsewhere = new HandStream();
        ferry.open(ferry.builder(elsewhere).observe(other));

        assertThat(stream.published())
                .containsExactly(new Block(run.id(), 0, 3, CONTEXT), new Block(run.id(), 0, 6, CONTEXT));
        assertThat(elsewhere.deliver(stream.published().get(0))).isEqualTo(BlockAnswer.DONE);
        assertThat(elsewhere.deliver(new Block(run.id(), 0, 6))).isEqualTo(BlockAnswer.DONE);
        assertThat(other.notes())
                .filteredOn(note -> note.startsWith("batch"))
                .containsOnly("batch of ferry, lane 0, " + Map.copyOf(CONTEXT))
                .hasSize(2);
    }

    @Test
    void withoutAnObserverBlocksHaveNoContext() {
        HandStream stream = new HandStream();
        Rerun run = ferry.open(ferry.builder(stream).workers(0)).start(Ferry.CUTOFF);

        assertThat(stream.published()).containsExactly(new Block(run.id(), 0, 3), new Block(run.id(), 0, 6));
    }

    @Test
    void aContextThatNoBlockCanCarryIsSaidAndLeftOut() {
        NotingObserver talkative = new NotingObserver(Map.of("tracestate", "x".repeat(600)));
        HandStream stream = new HandStream();
        ferry.open(ferry.builder(stream).workers(0).observe(talkative).observe(observer))
                .start(Ferry.CUTOFF);

        assertThat(stream.published()).allMatch(block -> block.context().equals(CONTEXT));
        assertThat(complaints()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(FailingObserver.Place.class)
    void oneThatThrowsIsSaidOnceAndHarmsNeitherTheRunNorOtherObservers(FailingObserver.Place place) {
        FailingObserver failing = new FailingObserver(place);
        RerunEngine engine = ferry.open(ferry.builder().observe(failing).observe(observer));
        RerunReport report = engine.start(Ferry.CUTOFF).await(Ferry.LONG);

        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(observer.notes()).hasSize(16).contains(progress(6, 3, 0));
        assertThat(complaints())
                .containsExactly("Rerun " + report.id()
                        + ", Observer dev.rerun.observation.FailingObserver failed; the run is not affected, and it"
                        + " is not said again until it works");

        failing.heal();
        engine.start(Ferry.CUTOFF).await(Ferry.LONG);
        failing.breakAgain();
        engine.start(Ferry.CUTOFF).await(Ferry.LONG);
        assertThat(complaints()).as("after it worked for a while").hasSize(2);
    }

    private List<String> complaints() {
        return log.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains("Observer"))
                .toList();
    }
}
