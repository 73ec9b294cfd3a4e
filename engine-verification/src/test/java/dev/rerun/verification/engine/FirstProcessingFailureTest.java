package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.ProcessingReport;
import dev.rerun.core.spi.RejectedDataException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** First processing whose plug-ins or whose store fail. */
@ParameterizedClass
@EnumSource(value = TestStore.class, names = "IN_MEMORY")
class FirstProcessingFailureTest extends SteeringFixture {
    @SuppressWarnings("NullAway.Init") // before each test
    private InterposedStore interposed;

    @BeforeEach
    void interpose() {
        interposed = new InterposedStore(store());
        engine.close();
        engine = open(stepped().store(interposed));
    }

    @Test
    void triesAgainWhatMayPassAndNoOtherBatch() {
        engine.close();
        engine = open(stepped().batchSize(4).tryAgain(error -> true, 3));
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        LongFunction<ScriptedLogic.Script> counting = id -> (contract, entry, context) -> {
            if (id == 103 && tries.incrementAndGet() < 3) {
                throw new IllegalStateException("busy");
            }
            others.incrementAndGet();
            return ScriptedLogic.usual(contract, entry);
        };
        for (int id = 101; id <= 108; id++) {
            logic.script(Integer.toString(id), counting.apply(id));
        }

        ProcessingReport report = engine.process(IntStream.rangeClosed(101, 108)
                .mapToObj(id -> entry(id, day(2)))
                .toList());

        assertThat(report.processed()).isEqualTo(8);
        assertThat(report.itemsCreated()).isEqualTo(8);
        assertThat(tries).hasValue(3);
        // Those before it in its batch three times, itself and all others once.
        assertThat(others).hasValue(3 * 2 + 6);
        assertThat(newest("103").diagnostics()).extracting("code").containsExactly("billed");
    }

    @Test
    void losesNoEntryThatIsRefusedAMomentLong() {
        interposed.fail("Items.insert", 2, () -> new RejectedDataException("taken a moment ago", null));

        ProcessingReport report = engine.process(IntStream.rangeClosed(101, 108)
                .mapToObj(id -> entry(id, day(2)))
                .toList());

        assertThat(interposed.refused()).isEqualTo(2);
        assertThat(report.processed()).isEqualTo(8);
        assertThat(report.failed()).isZero();
    }

    @Test
    void letsAnEntryThatTheStoreRefusesFailAlone() {
        RejectedDataException refusal = new RejectedDataException("a constraint of the host's", null);
        engine.close();
        engine = open(stepped().store(new RefusingStore(store(), "103:fee", () -> refusal)));

        ProcessingReport report = engine.process(IntStream.rangeClosed(101, 108)
                .mapToObj(id -> entry(id, day(2)))
                .toList());

        assertThat(report.processed()).isEqualTo(7);
        assertThat(report.failed()).isEqualTo(1);
        assertThat(newest("103").diagnostics()).singleElement().satisfies(diagnostic -> assertThat(diagnostic.detail())
                .contains("a constraint of the host's"));
    }

    @Test
    void tellsItsCallerIfTheStoreRefusesEvenThatAnEntryFailed() {
        interposed.fail("Entries.insertOutcomes", Integer.MAX_VALUE, () -> new RejectedDataException("too long", null));

        assertThatExceptionOfType(RejectedDataException.class)
                .isThrownBy(() -> engine.process(List.of(entry(101, day(2)))));
        interposed.up();
        assertThat(engine.process(List.of(entry(101, day(2)))).processed()).isEqualTo(1);
    }
}
