package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bills an entry at half the rate once its key has a hundred units, which it counts in a table of the host's; and writes a
 * voucher for it.
 */
final class MeteredLogic implements ContractLogic {
    static final int THRESHOLD = 100;

    /** What an entry's logic does wrong after it has counted and written. */
    enum Poison {
        THROWS,
        BREAKS_A_CONSTRAINT,
        PASSES_AN_ERROR_OVER,
        TAKES_ANOTHERS_KEY,
        FORGETS_THE_VOUCHER_ID,
        SPOILS_THE_TRANSACTION
    }

    private final HostMeans host;
    private final Map<String, Poison> poisons;

    MeteredLogic(HostMeans host, Map<String, Poison> poisons) {
        this.host = host;
        this.poisons = poisons;
    }

    @Override
    public String name() {
        return ScriptedLogic.NAME;
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        long run = context.rerunId().orElse(0);
        long units = Long.parseLong(entry.payload());
        long before = host.count(run + "/" + entry.orderingKey(), units);
        host.issue(run + "/" + entry.id(), null);
        String key = entry.id() + ":fee";
        Poison poison = poisons.get(entry.id());
        if (poison != null) {
            key = poison(poison, run, entry);
        }
        return LogicResult.of(
                "billed",
                ItemDraft.of(
                        ScriptedLogic.REGISTER,
                        key,
                        entry.occurredAt(),
                        amount(contract.term("rate"), before, units),
                        "EUR"));
    }

    static BigDecimal amount(String rate, long before, long units) {
        BigDecimal full = new BigDecimal(rate).multiply(BigDecimal.valueOf(units));
        return before >= THRESHOLD ? full.multiply(new BigDecimal("0.5")) : full;
    }

    private String poison(Poison poison, long run, ActivityEntry entry) {
        switch (poison) {
            case THROWS -> throw new IllegalStateException("no rate for Atlantis");
            case BREAKS_A_CONSTRAINT -> issueTwice(run, entry);
            case PASSES_AN_ERROR_OVER -> {
                try {
                    issueTwice(run, entry);
                    host.flush();
                } catch (
                        @SuppressWarnings("unused")
                        RuntimeException passedOver) {
                    return entry.id() + ":fee";
                }
            }
            case FORGETS_THE_VOUCHER_ID -> issue(null);
            case SPOILS_THE_TRANSACTION -> host.spoil();
            case TAKES_ANOTHERS_KEY -> {
                // Of the entry before with the same ordering key, of which there are seven in turn.
                return (Integer.parseInt(entry.id()) - 7) + ":fee";
            }
        }
        return entry.id() + ":fee";
    }

    private void issueTwice(long run, ActivityEntry entry) {
        host.issue(run + "/" + entry.id() + "/a", "serial of " + entry.id());
        host.issue(run + "/" + entry.id() + "/b", "serial of " + entry.id());
    }

    @SuppressWarnings("NullAway") // as code that is not null-checked would
    private void issue(@Nullable String id) {
        host.issue(id, null);
    }
}
