package dev.rerun.verification.kafka;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Consumer;

/** Logic that depends on the sequence: the n-th entry of a key costs n times the rate. */
final class RunningFee implements ContractLogic {
    static final String NAME = "running fee";
    static final String REGISTER = "Fees";

    private final Consumer<ActivityEntry> onRerun;

    /** The consumer sees each entry that is calculated again, before it is. */
    RunningFee(Consumer<ActivityEntry> onRerun) {
        this.onRerun = onRerun;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        if (context.rerunId().isPresent()) {
            onRerun.accept(entry);
        }
        int earlier =
                context.items(entry.orderingKey(), Instant.MIN, Instant.MAX).size();
        BigDecimal amount = new BigDecimal(contract.term("rate")).multiply(BigDecimal.valueOf(earlier + 1));
        return LogicResult.of("billed", ItemDraft.of(REGISTER, entry.id() + ":fee", entry.occurredAt(), amount, "EUR"));
    }
}
