package dev.rerun.benchmarks.workload;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Constant fees for each entry, so that what shows is the work around the logic; or the logic, if it takes its time. */
final class PlainLogic implements ContractLogic {
    static final String REGISTER = "Fees";
    static final String CURRENCY = "EUR";
    static final String BILLED = "billed";
    static final ContractId BEFORE = new ContractId("fee", "v1");
    static final ContractId NOW = new ContractId("fee", "v2");

    private static final List<Fee> USUAL = List.of(
            new Fee("fee:", new BigDecimal("2.50"), new BigDecimal("2.75")),
            new Fee("handling:", new BigDecimal("0.75"), new BigDecimal("0.70")));

    private static final Contract CONTRACT = new Contract(NOW, "fee", Map.of());

    private final List<Fee> fees;
    private final long busyNanos;

    PlainLogic(int items, Duration busy) {
        this.fees = fees(items);
        this.busyNanos = busy.toNanos();
    }

    /**
     * One of an entry's items.
     *
     * @param kind what its key begins with
     * @param before the amount when the history was made
     * @param now the amount
     */
    record Fee(String kind, BigDecimal before, BigDecimal now) {}

    static List<Fee> fees(int items) {
        return IntStream.range(0, items)
                .mapToObj(number -> number < USUAL.size()
                        ? USUAL.get(number)
                        : new Fee("part " + number + ":", BigDecimal.ONE, new BigDecimal("1.25")))
                .toList();
    }

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
        long end = busyNanos == 0 ? 0 : System.nanoTime() + busyNanos;
        List<ItemDraft> items = fees.stream().map(fee -> item(entry, fee)).toList();
        while (end != 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return new LogicResult(items, List.of(Diagnostic.of(BILLED)));
    }

    private static ItemDraft item(ActivityEntry entry, Fee fee) {
        return ItemDraft.of(REGISTER, fee.kind() + entry.id(), entry.createdAt(), fee.now(), CURRENCY)
                .withUnits(BigDecimal.ONE);
    }
}
