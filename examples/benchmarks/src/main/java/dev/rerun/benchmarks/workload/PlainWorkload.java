package dev.rerun.benchmarks.workload;

import dev.rerun.api.ContractId;
import dev.rerun.api.KeptReason;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.PrepareCounts;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A made-up history with trivial logic. There are as many entries at or before the cutoff as after it. After it, a fifth of the
 * entries are on invoices with all of their items.
 *
 * @param entries how many entries there are after the cutoff
 * @param items how many items each entry has
 * @param orderingKeys how many ordering keys there are, which the entries take in turn
 * @param logicTime how long logic is busy with an entry
 */
public record PlainWorkload(long entries, int items, long orderingKeys, Duration logicTime) implements Workload {
    /** Every so many-th entry after the cutoff is on an invoice. */
    static final int INVOICED_EACH = 5;

    public static final int USUAL_ITEMS = 2;
    private static final long USUAL_KEYS = 100_000;
    private static final Instant PRESENT = Instant.parse("2026-06-30T00:00:00Z");
    private static final Window WINDOW =
            new Window("billing", PRESENT.minus(Duration.ofDays(30)), PRESENT, Duration.ofDays(45));

    /** Two items for each entry, at most 100,000 ordering keys, and logic that takes no time. */
    public PlainWorkload(long entries) {
        this(entries, USUAL_ITEMS, Math.min(USUAL_KEYS, entries), Duration.ZERO);
    }

    private long invoicedItems() {
        return items * (2 * entries / INVOICED_EACH - entries / INVOICED_EACH);
    }

    @Override
    public String name() {
        return "plain";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%,d entries before the cutoff and %,d after it, %,d ordering keys, %d items for each entry; of those after"
                        + " the cutoff %,d are on invoices",
                entries,
                entries,
                orderingKeys,
                items,
                invoicedItems());
    }

    @Override
    public Window window() {
        return WINDOW;
    }

    @Override
    public String register() {
        return PlainLogic.REGISTER;
    }

    @Override
    public String currency() {
        return PlainLogic.CURRENCY;
    }

    @Override
    public void fill(DataSource empty) throws SQLException {
        new PlainHistory(this).fill(empty);
    }

    @Override
    public RerunEngines.Builder configure(RerunEngines.Builder engine) {
        return engine.contracts(PlainLogic.contracts()).logic(new PlainLogic(items, logicTime));
    }

    @Override
    public List<ContractId> contracts() {
        return List.of(PlainLogic.NOW);
    }

    @Override
    public Calculation calculation(Map<ContractId, Integer> contracts) {
        return new PlainCalculation(Objects.requireNonNull(contracts.get(PlainLogic.NOW)), items);
    }

    @Override
    public Optional<PrepareCounts> expected() {
        return Optional.of(new PrepareCounts(
                entries,
                items * entries - invoicedItems(),
                Map.of(KeptReason.OUTSIDE_WINDOW, items * entries, KeptReason.INVOICED, invoicedItems())));
    }

    @Override
    public void checkAnswer(DataSource database) {}
}
