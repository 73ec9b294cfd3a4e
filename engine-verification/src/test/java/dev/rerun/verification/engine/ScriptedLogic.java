package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.Diagnostic;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bills an entry's units at the contract's rate, unless a script says otherwise for that entry; and keeps a record of what
 * the context told it.
 */
final class ScriptedLogic implements ContractLogic {
    static final String NAME = "scripted";
    static final String REGISTER = "Fees";

    /** What one entry does instead of the usual. */
    @FunctionalInterface
    interface Script {
        @Nullable
        LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context);
    }

    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final Map<String, Boolean> sawRerun = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return NAME;
    }

    void script(String entryId, Script script) {
        scripts.put(entryId, script);
    }

    void unscript(String entryId) {
        scripts.remove(entryId);
    }

    void failOn(String entryId, Supplier<RuntimeException> error) {
        script(entryId, (contract, entry, context) -> {
            throw error.get();
        });
    }

    boolean sawRerun(String entryId) {
        return sawRerun.getOrDefault(entryId, false);
    }

    @Override
    @SuppressWarnings("NullAway") // a plug-in may return null, whatever its interface says
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        sawRerun.put(entry.id(), context.rerunId().isPresent());
        Script script = scripts.get(entry.id());
        return script == null ? usual(contract, entry) : script.apply(contract, entry, context);
    }

    static LogicResult usual(Contract contract, ActivityEntry entry) {
        return new LogicResult(List.of(fee(contract, entry)), List.of(Diagnostic.of("billed")));
    }

    static ItemDraft fee(Contract contract, ActivityEntry entry) {
        BigDecimal units = new BigDecimal(entry.payload());
        return ItemDraft.of(
                        REGISTER,
                        entry.id() + ":fee",
                        entry.occurredAt(),
                        units.multiply(new BigDecimal(contract.term("rate"))),
                        "EUR")
                .withUnits(units);
    }
}
