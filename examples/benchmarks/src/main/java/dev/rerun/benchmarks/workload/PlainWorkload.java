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
 * A made-up history with trivial logic. Each entry has two items, and there are as many entries at or before the cutoff as
 * after it. After it, a fifth of the entries are on invoices with both of their items.
 *
 * @param entries how many entries there are after the cutoff
 */
public record PlainWorkload(long entries) implements Workload {
    /** Every so many-th entry after the cutoff is on an invoice. */
    static final int INVOICED_EACH = 5;

    static final int ITEMS = 2;

    private static final long MOST_KEYS = 100_000;
    private static final Instant PRESENT = Instant.parse("2026-06-30T00:00:00Z");
    private static final Window WINDOW =
            new Window("billing", PRESENT.minus(Duration.ofDays(30)), PRESENT, Duration.ofDays(45));

    /** As many ordering keys as there may be, in any order. */
    long orderingKeys() {
        return Math.min(MOST_KEYS, entries);
    }

    private long invoicedItems() {
        return ITEMS * (2 * entries / INVOICED_EACH - entries / INVOICED_EACH);
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
                orderingKeys(),
                ITEMS,
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
        return engine.contracts(PlainLogic.contracts()).logic(new PlainLogic());
    }

    @Override
    public List<ContractId> contracts() {
        return List.of(PlainLogic.NOW);
    }

    @Override
    public Calculation calculation(Map<ContractId, Integer> contracts) {
        return new PlainCalculation(Objects.requireNonNull(contracts.get(PlainLogic.NOW)));
    }

    @Override
    public Optional<PrepareCounts> expected() {
        return Optional.of(new PrepareCounts(
                entries,
                ITEMS * entries - invoicedItems(),
                Map.of(KeptReason.OUTSIDE_WINDOW, ITEMS * entries, KeptReason.INVOICED, invoicedItems())));
    }

    @Override
    public void checkAnswer(DataSource database) {}
}
