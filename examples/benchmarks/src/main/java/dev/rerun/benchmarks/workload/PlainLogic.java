package dev.rerun.benchmarks.workload;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Two constant fees for each entry, so that what shows is the work around the logic. */
final class PlainLogic implements ContractLogic {
    static final String REGISTER = "Fees";
    static final String CURRENCY = "EUR";
    static final String BILLED = "billed";
    static final String FEE = "fee:";
    static final String HANDLING = "handling:";
    static final ContractId BEFORE = new ContractId("fee", "v1");
    static final ContractId NOW = new ContractId("fee", "v2");

    /** What a fee was when the history was made. */
    static final BigDecimal OLD_FEE = new BigDecimal("2.50");

    static final BigDecimal OLD_HANDLING = new BigDecimal("0.75");
    static final BigDecimal NEW_FEE = new BigDecimal("2.75");
    static final BigDecimal NEW_HANDLING = new BigDecimal("0.70");

    private static final Contract CONTRACT = new Contract(NOW, "fee", Map.of());

    static ContractResolver contracts() {
        Optional<Contract> contract = Optional.of(CONTRACT);
        return entry -> contract;
    }

    @Override
    public String name() {
        return CONTRACT.logic();
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        return LogicResult.of(BILLED, item(entry, FEE, NEW_FEE), item(entry, HANDLING, NEW_HANDLING));
    }

    private static ItemDraft item(ActivityEntry entry, String kind, BigDecimal amount) {
        return ItemDraft.of(REGISTER, kind + entry.id(), entry.createdAt(), amount, CURRENCY)
                .withUnits(BigDecimal.ONE);
    }
}
