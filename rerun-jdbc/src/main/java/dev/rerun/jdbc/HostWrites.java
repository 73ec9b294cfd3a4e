package dev.rerun.jdbc;

import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.StoreException;
import java.util.Optional;

/** What logic writes in the host's transactions. */
record HostWrites(Transactions transactions) implements LogicWrites {
    @Override
    public void flush() {
        if (transactions instanceof BufferedTransactions buffered) {
            buffered.flush();
            buffered.clear();
        }
    }

    @Override
    public Optional<StoreException> storeFailure(Throwable thrown) {
        if (thrown instanceof StoreException failure) {
            return Optional.of(failure);
        }
        return SqlFailure.within(thrown).filter(SqlFailure::mayPass).map(SqlFailure::of);
    }
}
