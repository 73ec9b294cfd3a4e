package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LogicHarnessTest {
    @Test
    void answersItemsAndOutcomes() {
        LogicHarness.Result result =
                LogicHarness.of(new Dues()).contract(tariff("2")).process(entry(2, NOON), entry(1, NOON));
        assertThat(result.items()).extracting(RegisterItem::uniqueKey).containsExactly("dues of 1", "dues of 2");
        assertThat(result.items())
                .extracting(RegisterItem::amount)
                .containsExactly(new BigDecimal("2"), new BigDecimal("2"));
        assertThat(result.outcomes())
                .extracting(ActivityOutcome::status)
                .containsExactly(OutcomeStatus.PROCESSED, OutcomeStatus.PROCESSED);
    }

    @Test
    void calculatesAgainWithAnotherContract() {
        LogicHarness harness = LogicHarness.of(new Dues()).contract(tariff("2"));
        harness.process(entry(1, NOON), entry(2, NOON.plusSeconds(1)));
        LogicHarness.Result result = harness.contract(tariff("3")).rerun(NOON);
        assertThat(result.items())
                .extracting(RegisterItem::amount)
                .containsExactly(new BigDecimal("2"), new BigDecimal("3"));
        assertThat(result.outcomes())
                .extracting(outcome -> outcome.rerunId() != null)
                .containsExactly(false, true, false);
    }

    @Test
    void reportsWhatTheLogicThrows() {
        LogicHarness.Result result =
                LogicHarness.of(new Dues()).contract(tariff("no number")).process(entry(1, NOON));
        assertThat(result.items()).isEmpty();
        assertThat(result.outcomes()).extracting(ActivityOutcome::status).containsExactly(OutcomeStatus.FAILED);
    }

    @Test
    void refusesContractsOfOtherLogic() {
        Contract other = Contract.of("tariff", "v1", "pilotage");
        LogicHarness harness = LogicHarness.of(new Dues());
        assertThatThrownBy(() -> harness.contract(other)).hasMessageContaining("'pilotage'");
        assertThatThrownBy(() -> harness.process(entry(1, NOON))).hasMessageContaining("contract");
        assertThatThrownBy(() -> harness.rerun(NOON)).hasMessageContaining("process first");
    }

    private static Contract tariff(String rate) {
        return new Contract(new ContractId("tariff", "v" + rate), "dues", Map.of("rate", rate));
    }

    private static final class Dues implements ContractLogic {
        @Override
        public String name() {
            return "dues";
        }

        @Override
        public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
            BigDecimal rate = new BigDecimal(Objects.requireNonNull(contract.term("rate")));
            return LogicResult.of(
                    "rated", ItemDraft.of("dues", "dues of " + entry.id(), entry.createdAt(), rate, "EUR"));
        }
    }
}
