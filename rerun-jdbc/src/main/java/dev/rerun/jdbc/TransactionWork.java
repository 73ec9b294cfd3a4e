package dev.rerun.jdbc;

import dev.rerun.api.RerunException;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import java.sql.Connection;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The work of one transaction: what it returned or threw, whatever the host's code around it made of that; and what it means
 * when that code fails by itself.
 */
final class TransactionWork<T extends @Nullable Object> implements Consumer<Connection> {
    private enum Stage {
        NOT_BEGUN,
        BEGUN,
        RETURNED
    }

    private final Function<Connection, T> work;
    private Stage stage = Stage.NOT_BEGUN;
    private @Nullable T result;
    private @Nullable Throwable thrown;

    private TransactionWork(Function<Connection, T> work) {
        this.work = work;
    }

    /** Runs work in a transaction; what it throws passes through unchanged, and everything else is the store's failure. */
    static <T extends @Nullable Object> T in(Transactions transactions, Function<Connection, T> work) {
        TransactionWork<T> one = new TransactionWork<>(work);
        try {
            transactions.run(one);
        } catch (Throwable failure) {
            one.rethrow(failure);
            if (failure instanceof Error error) {
                throw error;
            }
            throw one.meaningOf(failure);
        }
        one.rethrow(null);
        return one.answer();
    }

    @Override
    public void accept(Connection connection) {
        if (stage != Stage.NOT_BEGUN) {
            throw new IllegalStateException("a transaction runs its work once; if it fails, let it fail");
        }
        stage = Stage.BEGUN;
        try {
            result = work.apply(connection);
            stage = Stage.RETURNED;
        } catch (Throwable failure) {
            thrown = failure;
            throw failure;
        }
    }

    @SuppressWarnings("NullAway") // null only if the work returned it
    private T answer() {
        if (stage != Stage.RETURNED) {
            throw new IllegalStateException("the transactions returned without having run their work");
        }
        return result;
    }

    private void rethrow(@Nullable Throwable outer) {
        Throwable own = thrown;
        if (own == null) {
            return;
        }
        if (outer != null && SqlFailure.causes(outer).noneMatch(cause -> cause == own)) {
            own.addSuppressed(outer);
        }
        if (own instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) own;
    }

    private RuntimeException meaningOf(Throwable failure) {
        if (failure instanceof RerunException ours) {
            return ours;
        }
        if (stage == Stage.RETURNED) {
            return SqlFailure.within(failure)
                    .<RuntimeException>map(SqlFailure::of)
                    .orElseGet(() -> notCommitted(failure));
        }
        return failure instanceof IllegalStateException misuse
                ? misuse
                : new StoreException(
                        "a transaction cannot begin: " + failure.getMessage()
                                + "; see that the database is up, then try again",
                        failure);
    }

    /** The database did not fail, and yet the transaction was not committed: somebody within it saw to that. */
    private static RejectedDataException notCommitted(Throwable failure) {
        return new RejectedDataException(
                "the transaction was marked for rollback by logic or by what it called, so it is not committed ("
                        + failure.getMessage() + "); let the logic throw instead",
                failure);
    }
}
