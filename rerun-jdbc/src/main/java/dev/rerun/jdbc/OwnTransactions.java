package dev.rerun.jdbc;

import java.sql.Connection;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Transactions that are nobody's but the store's, each on a connection of its own. */
final class OwnTransactions implements Transactions {
    private final IdleConnections source;

    OwnTransactions(DataSource source) {
        this.source = new IdleConnections(source);
    }

    @Override
    public void run(Consumer<Connection> work) {
        try (BorrowedConnection borrowed = BorrowedConnection.from(source)) {
            try {
                work.accept(borrowed.connection());
                borrowed.commit();
            } catch (Throwable failure) {
                borrowed.rollback(failure);
                throw failure;
            }
        }
    }
}
