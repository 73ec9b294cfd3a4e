package dev.rerun.benchmarks.workload;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link PlainLogic}, inline. */
record PlainCalculation(int contract, List<PlainLogic.Fee> fees) implements Calculation {
    PlainCalculation(int contract, int items) {
        this(contract, PlainLogic.fees(items));
    }

    @Override
    public @Nullable Instant readsFrom(Entry entry) {
        return null;
    }

    @Override
    public Calculated apply(Entry entry, Sight sight) {
        return new Calculated(
                contract,
                PlainLogic.BILLED,
                fees.stream().map(fee -> item(entry, fee)).toList());
    }

    private NewItem item(Entry entry, PlainLogic.Fee fee) {
        return new NewItem(
                fee.kind() + entry.id(),
                entry.orderingKey(),
                entry.createdAt(),
                fee.now(),
                BigDecimal.ONE,
                null,
                null,
                entry.id(),
                contract);
    }
}
