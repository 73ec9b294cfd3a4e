package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.StreamNotReadyException;
import dev.rerun.console.runs.Refusal;
import dev.rerun.core.spi.StoreException;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.CannotCreateTransactionException;

/** What cannot be brought about with servers that work. */
class RefusalTest {
    @Test
    void isForAWhileWhereDatabaseOrBrokersDoNotAnswer() {
        for (RuntimeException error : new RuntimeException[] {
            new StoreException("the database does not answer", null),
            new StreamNotReadyException("no broker answers", null),
            new CannotCreateTransactionException("no connection")
        }) {
            Refusal refusal = Objects.requireNonNull(Refusal.of(error));
            assertThat(refusal.status()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
            assertThat(refusal.words()).contains("answer");
        }
    }

    @Test
    void isNoneForADefect() {
        assertThat(Refusal.of(new IllegalStateException("oops"))).isNull();
    }
}
