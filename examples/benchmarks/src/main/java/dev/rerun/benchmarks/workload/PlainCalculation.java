package dev.rerun.benchmarks.workload;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link PlainLogic}, inline. */
record PlainCalculation(int contract) implements Calculation {
    @Override
    public @Nullable Instant readsFrom(Entry entry) {
        return null;
    }

    @Override
    public Calculated apply(Entry entry, Sight sight) {
        return new Calculated(
                contract,
                PlainLogic.BILLED,
                List.of(
                        item(entry, PlainLogic.FEE, PlainLogic.NEW_FEE),
                        item(entry, PlainLogic.HANDLING, PlainLogic.NEW_HANDLING)));
    }

    private NewItem item(Entry entry, String kind, BigDecimal amount) {
        return new NewItem(
                kind + entry.id(),
                entry.orderingKey(),
                entry.createdAt(),
                amount,
                BigDecimal.ONE,
                null,
                null,
                entry.id(),
                contract);
    }
}
