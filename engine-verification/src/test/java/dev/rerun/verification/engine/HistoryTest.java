package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.LostEdit;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunReport;
import dev.rerun.api.UnknownRerunException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What can be read of runs that are over, and how it is forgotten. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "H2", "POSTGRESQL"})
class HistoryTest extends SteeringFixture {
    private Rerun runToTheEnd() {
        Rerun run = start();
        stream.workToTheEnd();
        return run;
    }

    @Test
    void theEditsThatARunDidNotPreserveAreListed() {
        host().editAmount(APP, key("3:fee"), new BigDecimal("99.99"));
        host().editAmount(APP, key("5:fee"), new BigDecimal("-1"));
        host().invoice(APP, "INV", key("5:fee"));

        Rerun run = runToTheEnd();

        assertThat(run.lostEdits(null, 10))
                .containsExactly(new LostEdit(
                        ScriptedLogic.REGISTER,
                        "3:fee",
                        "3",
                        new BigDecimal("3"),
                        new BigDecimal("99.99"),
                        "EUR",
                        new BigDecimal("6")));
        assertThat(run.lostEdits(run.lostEdits(null, 10).get(0), 10)).isEmpty();
        assertThat(runToTheEnd().lostEdits(null, 10)).isEmpty();
    }

    @Test
    void theHistoryIsReadPageByPageNewestFirst() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, runToTheEnd().id());
        }
        List<Long> paged = new ArrayList<>();
        List<RerunReport> page = engine.history(APP, null, 2);
        while (!page.isEmpty()) {
            page.forEach(report -> paged.add(report.id()));
            page = engine.history(APP, page.get(page.size() - 1).id(), 2);
        }
        assertThat(paged).isEqualTo(ids);
    }

    @Test
    void oldRunsAreForgottenAndTheirItemsAndNewestOutcomesStay() {
        Rerun first = runToTheEnd();
        Rerun second = runToTheEnd();
        List<String> before = register();

        assertThat(engine.purge(APP, Duration.ofDays(1))).isZero();
        assertThat(engine.purge(APP, Duration.ZERO)).isEqualTo(2);

        assertThat(engine.history(APP)).isEmpty();
        assertThat(engine.find(first.id())).isEmpty();
        assertThat(second.commands()).isEmpty();
        assertThatExceptionOfType(UnknownRerunException.class).isThrownBy(second::report);
        assertThat(register()).isEqualTo(before);
        assertThat(newest("3").rerunId()).isEqualTo(second.id());
        assertThat(engine.outcomes(APP, "3")).hasSize(2);
    }

    @Test
    void nothingIsForgottenWhileARunIsGoing() {
        runToTheEnd();
        Rerun going = start();

        assertThatExceptionOfType(ActiveRerunException.class)
                .isThrownBy(() -> engine.purge(APP, Duration.ZERO))
                .withMessageContaining(Long.toString(going.id()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.purge(APP, Duration.ofDays(-1)))
                .withMessageContaining("PT-24H");
        assertThat(engine.history(APP)).hasSize(2);
    }
}
