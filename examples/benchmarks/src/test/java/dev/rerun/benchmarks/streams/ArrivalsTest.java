package dev.rerun.benchmarks.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    private final Arrivals arrivals = new Arrivals();
    private final long from = System.nanoTime();

    @Test
    void takesWhatWasDueFromTheBeginningToTheFirstAfterTheEnd() throws Exception {
        arrivals.add(from - 1, from + 1000);
        arrivals.add(from, from + 7);
        arrivals.add(from + 10, from + 40);
        arrivals.add(from + 20, from + 21);

        assertThat(arrivals.between(from, from + 15)).isEqualTo(new Delays(3, 7, 30));
    }

    @Test
    void waitsForWhatWasDueAtTheEndAndIsLate() throws Exception {
        CompletableFuture<Delays> delays = CompletableFuture.supplyAsync(() -> {
            try {
                return arrivals.between(from, from + 10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        arrivals.add(from, from + 1);
        arrivals.add(from + 10, from + 5000);

        assertThat(delays.get().longest()).isEqualTo(4990);
    }

    @Test
    void saysWhyNoMoreComes() {
        arrivals.failed(new IllegalStateException("the broker is gone"));

        assertThatThrownBy(() -> arrivals.between(from, from + 10))
                .isInstanceOf(BenchmarkFailedException.class)
                .hasRootCauseMessage("the broker is gone");
    }

    @Test
    void tellsTheLongestDelayFromWhatNearlyAllTake() {
        long[] nanos = LongStream.rangeClosed(-200, -1).map(Math::abs).toArray();

        assertThat(Delays.of(nanos)).isEqualTo(new Delays(200, 198, 200));
    }
}
