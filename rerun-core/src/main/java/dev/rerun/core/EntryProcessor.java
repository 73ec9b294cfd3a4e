package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.LogicWrites;
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
    Processed process(
            ActivityEntry entry, RegisterView register, @Nullable Long rerunId, @Nullable LogicWrites writes) {
        Calculation calculation = new Calculation(entry, register, rerunId);
        try {
            Processed result = calculation.result();
            if (writes != null) {
                writes.flush();
            }
            return result;
        } catch (OutOfMemoryError e) {
            // Perhaps another thread's doing. As with a value that the store refuses, the culprit is found by halving.
            throw new RejectedDataException("memory ran out while entry " + entry.id() + " was calculated", e);
        } catch (StackOverflowError e) {
            return calculation.failed(e, writes);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return calculation.failed(e, writes);
        }
    }

    /** The way of one entry, and how far it came. */
    private final class Calculation {
        private final ActivityEntry entry;
        private final RegisterView register;
        private final @Nullable Long rerunId;
        private final long begin = System.nanoTime();
        private @Nullable ContractId resolved;

        Calculation(ActivityEntry entry, RegisterView register, @Nullable Long rerunId) {
            this.entry = entry;
            this.register = register;
            this.rerunId = rerunId;
        }

        Processed result() {
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
                        duration(),
                        null);
            }
            limits.check(contract.get().id());
            resolved = contract.get().id();
            LogicResult result = apply(contract.get(), entry, register, rerunId);
            return new Processed(entry, OutcomeStatus.PROCESSED, resolved, result, duration(), null);
        }

        Processed failed(Throwable error, @Nullable LogicWrites writes) {
            register.rethrowStoreFailure();
            if (writes != null) {
                writes.storeFailure(error).ifPresent(failure -> {
                    throw failure;
                });
            }
            return Processed.failed(entry, resolved, duration(), oneLine(error), stackTrace(error));
        }

        private Duration duration() {
            return Duration.ofNanos(System.nanoTime() - begin);
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
