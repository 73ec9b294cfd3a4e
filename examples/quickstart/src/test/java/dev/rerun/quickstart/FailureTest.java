package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Failures in words. */
class FailureTest {
    @Test
    void addsWhatTheCauseSays() {
        assertThat(Failure.inWords(new IllegalStateException("no entry", new IllegalArgumentException("no key"))))
                .isEqualTo("no entry (no key)");
    }

    @Test
    void doesNotRepeatWhatIsAtTheBottom() {
        Exception bottom = new IllegalArgumentException("no answer");

        assertThat(Failure.inWords(new IllegalStateException("brokers: no answer", new ExecutionException(bottom))))
                .isEqualTo("brokers: no answer");
    }

    @Test
    void namesAFailureThatSaysNothing() {
        assertThat(Failure.inWords(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
