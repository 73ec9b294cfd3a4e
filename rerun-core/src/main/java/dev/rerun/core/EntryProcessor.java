package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.LogicResult;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one entry through resolver and logic. Whatever these do wrong becomes a result; only the store's errors pass. */
final class EntryProcessor {
    private final ContractResolver contracts;
    private final LogicCatalog catalog;
    private final LimitCheck limits;

    EntryProcessor(ContractResolver contracts, LogicCatalog catalog, LimitCheck limits) {
        this.contracts = contracts;
        this.catalog = catalog;
        this.limits = limits;
    }

    LimitCheck limits() {
        return limits;
    }

    // A plug-in may throw anything; only what ends the process is not its entry's affair.
    @SuppressWarnings("CatchAndPrintStackTrace")
    Processed process(ActivityEntry entry, RegisterView register, @Nullable Long rerunId) {
        long begin = System.nanoTime();
        ContractId resolved = null;
        try {
            Optional<Contract> contract = contracts.resolve(entry);
            if (contract == null) {
                throw new IllegalStateException("the contract resolver returned null; let it return an empty Optional");
            }
            if (contract.isEmpty()) {
                return new Processed(
                        entry,
                        OutcomeStatus.NO_CONTRACT,
                        null,
                        new LogicResult(List.of(), List.of(Diagnostic.of(Diagnostic.NO_CONTRACT))),
                        since(begin),
                        null);
            }
            limits.check(contract.get().id());
            resolved = contract.get().id();
            LogicResult result = apply(contract.get(), entry, register, rerunId);
            return new Processed(entry, OutcomeStatus.PROCESSED, resolved, result, since(begin), null);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            register.rethrowStoreFailure();
            return Processed.failed(entry, resolved, since(begin), oneLine(e), stackTrace(e));
        }
    }

    private LogicResult apply(Contract contract, ActivityEntry entry, RegisterView register, @Nullable Long rerunId) {
        ContractLogic logic = catalog.named(contract.logic());
        RegisterView.Context context = register.at(entry, rerunId);
        LogicResult result;
        try {
            result = logic.apply(contract, entry, context);
        } finally {
            context.end();
        }
        // Logic that swallows the store's error has calculated with half a register.
        register.rethrowStoreFailure();
        if (result == null) {
            throw new IllegalStateException(
                    "logic '" + contract.logic() + "' returned null; let it return a result without items");
        }
        limits.check(result);
        return result;
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static String oneLine(Throwable error) {
        String message = error.getMessage();
        return error.getClass().getName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString().strip();
    }
}
