package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreConflictException;
import dev.rerun.core.spi.StoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a transaction is tried that fails, and how long the pauses are. */
class AttemptsTest {
    private final FakeStore store = new FakeStore((question, arguments) -> null);
    private int tries;

    /** Fails with an error so often, and then succeeds. */
    private String failing(int times, RuntimeException error) {
        return Attempts.ofTransaction(store, tx -> {
            tries++;
            if (tries <= times) {
                throw error;
            }
            return "done";
        });
    }

    @Test
    void aFailureIsTriedTwiceMore() {
        assertThat(failing(2, new StoreException("out of order", null))).isEqualTo("done");
        tries = 0;
        StoreException error = new StoreException("out of order", null);

        assertThatThrownBy(() -> failing(3, error)).isSameAs(error);
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void aConflictIsTriedTenTimes() {
        assertThat(failing(9, new StoreConflictException("in the way", null))).isEqualTo("done");
        tries = 0;
        StoreException error = new StoreConflictException("in the way", null);

        assertThatThrownBy(() -> failing(10, error)).isSameAs(error);
        assertThat(tries).isEqualTo(10);
    }

    @Test
    void aConflictIsTriedNoMoreByWhoIsInterrupted() {
        StoreException error = new StoreConflictException("in the way", null);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> failing(10, error)).isSameAs(error);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void whatTheStoreRefusesIsNotTriedAgain() {
        RejectedDataException error = new RejectedDataException("too long", null);

        assertThatThrownBy(() -> failing(1, error)).isSameAs(error);
        assertThat(tries).isEqualTo(1);
    }

    @Test
    void whatIsNotTheStoresIsNotTriedAgain() {
        IllegalStateException error = new IllegalStateException("of the work");

        assertThatThrownBy(() -> failing(1, error)).isSameAs(error);
        assertThat(tries).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 20", "3, 40", "4, 40", "1000, 40"})
    void eachPauseIsTwiceAsLongAsTheOneBeforeUpToTheLongest(int attempt, int least) {
        Backoff backoff = new Backoff(Duration.ofMillis(20), Duration.ofMillis(80));

        long begin = System.nanoTime();
        assertThat(backoff.pause(attempt)).isTrue();
        assertThat(System.nanoTime() - begin)
                .isBetween(
                        Duration.ofMillis(least).toNanos(),
                        Duration.ofSeconds(10).toNanos());
    }

    @Test
    void aPauseIsNoShorterThanIsAskedFor() {
        Backoff backoff = new Backoff(Duration.ofMillis(1), Duration.ofMillis(1));

        long begin = System.nanoTime();
        assertThat(backoff.pause(1, Duration.ofMillis(30))).isTrue();
        assertThat(System.nanoTime() - begin)
                .isGreaterThanOrEqualTo(Duration.ofMillis(30).toNanos());
    }

    @Test
    void aPauseEndsWithAnInterruptWhichStays() {
        Thread.currentThread().interrupt();

        assertThat(new Backoff(Duration.ofHours(1), Duration.ofHours(1)).pause(1))
                .isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
