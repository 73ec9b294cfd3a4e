package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunNotAuthorizedException;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.RerunEngines;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which starts are refused, and how. */
@ParameterizedClass
@EnumSource(TestStore.class)
class StartTest extends EngineFixture {
    @Test
    void isRefusedWhileAnotherRunIsActiveAndNamesIt() {
        RerunEngine starter = withoutWorkers();
        engine.close();
        long first = starter.start(CUTOFF).id();

        assertThatExceptionOfType(ActiveRerunException.class)
                .isThrownBy(() -> starter.start(CUTOFF))
                .withMessageContaining(Long.toString(first))
                .satisfies(refusal -> assertThat(refusal.activeRerunId()).isEqualTo(first));
        assertThat(starter.history(APP)).hasSize(1);
    }

    @Test
    void withAKnownIdempotencyKeyReturnsTheFirstRun() {
        RerunRequest request = RerunRequest.after(CUTOFF).once("price change 7");
        Rerun first = engine.start(request);
        first.await(LONG);

        assertThat(engine.start(request).id()).isEqualTo(first.id());
        assertThat(engine.history(APP)).hasSize(1);
    }

    @Test
    void withTheIdempotencyKeyOfOtherWorkIsRefused() {
        engine.start(RerunRequest.after(CUTOFF).once("k")).await(LONG);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start(RerunRequest.after(day(2)).once("k")))
                .withMessageContaining("'k'");
    }

    @Test
    void withACutoffInTheFutureIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start(NOW.plusSeconds(1)))
                .withMessageContaining("2026-06-30T00:00:01Z is in the future");
        assertThat(engine.history(APP)).isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // hosts are not all null-checked
    void withoutCutoffIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start((Instant) null))
                .withMessageContaining("cutoff is missing");
    }

    @Test
    void withoutAnyAppIsRefused() {
        RerunEngine homeless = open(RerunEngines.builder()
                .store(store())
                .contracts(rate("v1", "1"))
                .logic(logic)
                .workers(0));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> homeless.start(CUTOFF))
                .withMessageContaining("names no app");
    }

    @Test
    void byACallerIsRefusedWithoutAnAuthorizerAndDecidedByIt() {
        RerunRequest request = RerunRequest.after(CUTOFF).onBehalfOf("ann").because("new prices");
        assertThatExceptionOfType(RerunNotAuthorizedException.class)
                .isThrownBy(() -> engine.start(request))
                .withMessageContaining("'ann'");

        RerunEngine guarded =
                open(builder().authorizer((caller, action, app) -> caller.equals("ann") && app.equals(APP)));
        assertThatExceptionOfType(RerunNotAuthorizedException.class)
                .isThrownBy(() -> guarded.start(RerunRequest.after(CUTOFF).onBehalfOf("bob")));
        guarded.start(request).await(LONG);

        RerunRequest stored = guarded.history(APP).get(0).request();
        assertThat(stored.requestedBy()).isEqualTo("ann");
        assertThat(stored.reason()).isEqualTo("new prices");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT24H", "PT0.5S", "PT9000000000H"})
    void isNotEvenPossibleWithARetentionThatIsNotPositive(Duration retention) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().retention(retention))
                .withMessageContaining(retention.toString());
    }

    @Test
    void withATextThatIsTooLongIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.start(RerunRequest.after(CUTOFF).once("k".repeat(300))))
                .withMessageContaining("idempotency key has 300 characters");
        assertThat(engine.history(APP)).isEmpty();
    }
}
