package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.RejectedDataException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one entry through resolver and logic. Whatever these do wrong becomes a result; only the store's errors pass. */
final class EntryProcessor {
    /** Enough to see where a plug-in failed, and not too much for a run in which millions fail alike. */
    private static final int STACK_LENGTH = 4_000;

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
        } catch (OutOfMemoryError e) {
            // Perhaps another thread's doing. As with a value that the store refuses, the culprit is found by halving.
            throw new RejectedDataException("memory ran out while entry " + entry.id() + " was calculated", e);
        } catch (StackOverflowError e) {
            return failed(entry, resolved, begin, register, e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return failed(entry, resolved, begin, register, e);
        }
    }

    private static Processed failed(
            ActivityEntry entry, @Nullable ContractId contract, long begin, RegisterView register, Throwable error) {
        register.rethrowStoreFailure();
        return Processed.failed(entry, contract, since(begin), oneLine(error), stackTrace(error));
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
        String whole = text.toString().strip();
        return whole.length() <= STACK_LENGTH ? whole : whole.substring(0, STACK_LENGTH) + " ... (cut)";
    }
}
