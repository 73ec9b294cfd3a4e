package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contracts' logic against a register that is a list. */
class FulfilmentLogicTest {
    private static final Instant NOON = Instant.parse("2011-10-15T12:00:00Z");
    private static final ContractResolver OLD = PriceLists.before();
    private static final ContractResolver NEW = PriceLists.after(NOON, NOON);

    private final List<RegisterItem> register = new ArrayList<>();
    private final FulfilmentLogic logic = new FulfilmentLogic();

    private static InvoiceLine line(long number, String invoice, int quantity, String price) {
        return new InvoiceLine(
                number, invoice, "85123A", "LANTERN", quantity, NOON, new BigDecimal(price), "17850", "United Kingdom");
    }

    private static InvoiceLine export(InvoiceLine line) {
        return new InvoiceLine(
                line.number(),
                line.invoiceNo(),
                line.stockCode(),
                line.description(),
                line.quantity(),
                line.time(),
                line.unitPrice(),
                line.customer(),
                "EIRE");
    }

    private LogicResult apply(ContractResolver prices, InvoiceLine line) {
        ActivityEntry entry = line.toEntry();
        Contract contract = prices.resolve(entry).orElseThrow();
        LogicResult result = logic.apply(contract, entry, new ListContext());
        result.items()
                .forEach(draft -> register.add(draft.toItem(entry.orderingKey(), entry.id(), contract.id(), null)));
        return result;
    }

    private final class ListContext implements LogicContext {
        @Override
        public OptionalLong rerunId() {
            return OptionalLong.empty();
        }

        @Override
        public Optional<RegisterItem> item(String name, String uniqueKey) {
            return register.stream()
                    .filter(item -> item.uniqueKey().equals(uniqueKey))
                    .findFirst();
        }

        @Override
        public List<RegisterItem> items(String orderingKey, Instant from, Instant until) {
            return register.stream()
                    .filter(item -> item.orderingKey().equals(orderingKey)
                            && !item.time().isBefore(from)
                            && item.time().isBefore(until))
                    .toList();
        }
    }

    private static String brief(LogicResult result) {
        List<String> parts = new ArrayList<>();
        for (Diagnostic remark : result.diagnostics()) {
            parts.add(remark.code());
        }
        for (ItemDraft item : result.items()) {
            parts.add(item.uniqueKey() + " " + item.amount().toPlainString() + " for "
                    + item.units().toPlainString());
        }
        return String.join(", ", parts);
    }

    @Nested
    class Sales {
        @Test
        void costCommissionAndPickFee() {
            assertThat(brief(apply(OLD, line(1, "1", 6, "2.55"))))
                    .isEqualTo("billed, 1:commission 0.61 for 6, 1:pick 0.6 for 6");
        }

        @Test
        void costOthersAbroad() {
            assertThat(brief(apply(OLD, export(line(1, "1", 6, "2.55")))))
                    .isEqualTo("billed, 1:commission 0.99 for 6, 1:pick 0.9 for 6");
            assertThat(brief(apply(NEW, export(line(2, "1", 6, "2.55")))))
                    .isEqualTo("billed, 2:commission 1.07 for 6, 2:pick 0.9 for 6");
        }

        @Test
        void costLessThePickFeeBeyondTheThresholdOfTheMonth() {
            apply(OLD, line(1, "1", 990, "1"));

            assertThat(brief(apply(OLD, line(2, "1", 15, "1"))))
                    .isEqualTo("billed, 2:commission 0.6 for 15, 2:pick 1.3 for 15");
            assertThat(brief(apply(OLD, line(3, "1", 10, "1"))))
                    .isEqualTo("billed, 3:commission 0.4 for 10, 3:pick 0.6 for 10");
        }

        @Test
        void countTowardsTheThresholdOfTheNewVersionToo() {
            apply(OLD, line(1, "1", 490, "1"));

            assertThat(brief(apply(NEW, line(2, "1", 20, "1"))))
                    .isEqualTo("billed, 2:commission 0.7 for 20, 2:pick 1.5 for 20");
        }

        @Test
        void beginAfreshWithTheMonth() {
            RegisterItem lastMonth = new RegisterItem(
                    FulfilmentLogic.REGISTER,
                    "1:pick",
                    "17850",
                    Instant.parse("2011-09-30T23:59:59.999999Z"),
                    BigDecimal.TEN,
                    "GBP",
                    BigDecimal.valueOf(5000),
                    null,
                    null,
                    false,
                    "1",
                    new ContractId("uk", "v1"),
                    null,
                    null);
            register.add(lastMonth);

            assertThat(brief(apply(OLD, line(2, "1", 10, "1")))).contains("2:pick 1 for 10");
        }
    }

    @Nested
    class Cancellations {
        @Test
        void giveTheCommissionBackInProportion() {
            apply(OLD, line(1, "1", 6, "2.55"));

            LogicResult result = apply(OLD, line(2, "C1", -3, "2.55"));

            assertThat(brief(result)).isEqualTo("voided, 2:void -0.31 for 3");
            assertThat(result.items().get(0).refersTo()).isEqualTo("1:commission");
        }

        @Test
        void takeTheLatestSaleThatIsLargeEnough() {
            apply(OLD, line(9, "1", 6, "1"));
            apply(OLD, line(10, "1", 6, "2"));
            apply(OLD, line(11, "1", 2, "3"));

            assertThat(apply(OLD, line(12, "C1", -6, "1")).items().get(0).refersTo())
                    .isEqualTo("10:commission");
        }

        @Test
        void leaveASaleThatWasVoidedBefore() {
            apply(OLD, line(1, "1", 6, "1"));
            apply(OLD, line(2, "C1", -1, "1"));

            assertThat(brief(apply(OLD, line(3, "C2", -1, "1")))).isEqualTo("unmatched");
        }
    }

    @Test
    void billsNothingElse() {
        assertThat(brief(apply(OLD, line(1, "1", 6, "0")))).isEqualTo("not-billable");
        assertThat(brief(apply(OLD, line(1, "1", -6, "1")))).isEqualTo("not-billable");
        assertThat(brief(apply(OLD, line(1, "C1", 6, "1")))).isEqualTo("not-billable");
    }

    @Test
    void guestsHaveNoContract() {
        InvoiceLine guest = new InvoiceLine(1, "536414", "22139", "", 56, NOON, BigDecimal.ONE, "", "United Kingdom");

        assertThat(guest.toEntry().orderingKey()).isEqualTo("guest:536414");
        assertThat(NEW.resolve(guest.toEntry())).isEmpty();
    }

    @Test
    void isFoundByTheServiceLoader() {
        assertThat(ServiceLoader.load(ContractLogic.class)).anyMatch(FulfilmentLogic.class::isInstance);
    }
}
