package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.RejectedDataException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one entry through resolver and logic. Whatever these do wrong becomes a result; only the store's errors pass. */
final class EntryProcessor {
    private final ContractResolver contracts;
    private final LogicCatalog catalog;
    private final LimitCheck limits;
    private final Faults faults;
    private final LogicThreads threads;

    EntryProcessor(
            ContractResolver contracts, LogicCatalog catalog, LimitCheck limits, Faults faults, LogicThreads threads) {
        this.faults = faults;
        this.threads = threads;
        this.contracts = contracts;
        this.catalog = catalog;
        this.limits = limits;
    }

    LimitCheck limits() {
        return limits;
    }

    LogicThreads threads() {
        return threads;
    }

    // A plug-in may throw anything; only what ends the process is not its entry's affair.
    Processed process(
            ActivityEntry entry,
            RegisterView register,
            @Nullable Long rerunId,
            @Nullable LogicWrites writes,
            TimedLogic logic) {
        Calculation calculation = new Calculation(entry, register, rerunId, logic.begin(entry));
        try {
            Processed result = calculation.inTime();
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
        private final LogicTurn turn;

        Calculation(ActivityEntry entry, RegisterView register, @Nullable Long rerunId, LogicTurn turn) {
            this.turn = turn;
            this.entry = entry;
            this.register = register;
            this.rerunId = rerunId;
        }

        Processed inTime() {
            try {
                return result();
            } finally {
                turn.end();
            }
        }

        private Processed result() {
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
                        turn.duration(),
                        null,
                        false);
            }
            limits.check(contract.get().id());
            turn.resolved(contract.get());
            LogicResult result = apply(contract.get(), entry, register, rerunId, turn);
            return new Processed(entry, OutcomeStatus.PROCESSED, turn.contract(), result, turn.duration(), null, false);
        }

        Processed failed(Throwable error, @Nullable LogicWrites writes) {
            register.rethrowStoreFailure();
            if (turn.overrun() != null) {
                // Whatever the interruption did to the transaction: it is rolled back.
                return late(turn);
            }
            if (writes != null) {
                writes.storeFailure(error).ifPresent(failure -> {
                    throw failure;
                });
            }
            return faults.failed(entry, turn, error);
        }
    }

    /** The failure of an entry whose turn took too long. */
    static Processed late(LogicTurn turn) {
        Throwable overrun = Objects.requireNonNull(turn.overrun());
        return Processed.failed(
                turn.entry(), turn.contract(), turn.duration(), Faults.oneLine(overrun), Faults.stackTrace(overrun));
    }

    private LogicResult apply(
            Contract contract, ActivityEntry entry, RegisterView register, @Nullable Long rerunId, LogicTurn turn) {
        ContractLogic logic = catalog.named(contract.logic());
        RegisterView.Context context = register.at(entry, rerunId, turn);
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
}
