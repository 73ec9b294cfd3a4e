package dev.rerun.jdbc.jpa;

import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.jdbc.BufferedTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.sql.Connection;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Transactions of a host's persistence unit, for {@link dev.rerun.jdbc.JdbcStore#on(dev.rerun.jdbc.Transactions)}. Each has an
 * EntityManager of its own, which is closed when it ends; none joins a transaction that the host has under way.
 *
 * <p>Contract logic reads and writes entities through {@link #entityManager}. It sees what the transaction wrote and did not
 * commit, its own earlier entries' changes included. What it persists, changes or removes is flushed and detached at the end of
 * each entry: so a constraint that it violates fails that entry alone, every entry begins with an empty persistence context,
 * and memory does not grow with the batch. It is committed with the items of the entry's batch, and gone when the batch is
 * rolled back; of an entry that fails nothing stays. An error that an EntityManager throws marks its transaction for rollback,
 * so logic that catches one fails all the same.
 *
 * <p>Safe for all threads.
 */
public final class JpaTransactions implements BufferedTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(JpaTransactions.class);

    private final EntityManagerFactory factory;

    @SuppressWarnings("ThreadLocalUsage") // a host may have several persistence units, and each thread clears it
    private final ThreadLocal<@Nullable EntityManager> current = new ThreadLocal<>();

    private JpaTransactions(EntityManagerFactory factory) {
        this.factory = factory;
    }

    /**
     * The transactions of a persistence unit.
     *
     * @param factory makes the EntityManagers; stays the host's to close, after the engines that work on it
     * @return the transactions
     * @throws IllegalArgumentException if the unit's transactions are JTA's
     */
    public static JpaTransactions of(EntityManagerFactory factory) {
        if (factory.getTransactionType() != PersistenceUnitTransactionType.RESOURCE_LOCAL) {
            throw new IllegalArgumentException("persistence unit '" + factory.getName()
                    + "' has JTA transactions; implement dev.rerun.jdbc.Transactions with the container's transaction"
                    + " manager, or give a unit whose transactions are RESOURCE_LOCAL");
        }
        return new JpaTransactions(factory);
    }

    /**
     * The EntityManager of the calling thread's store transaction: for contract logic and resolvers, while they are called.
     * Neither close it nor end its transaction.
     *
     * @return the EntityManager, with its transaction under way
     * @throws IllegalStateException if this thread is in no store transaction of this object
     */
    public EntityManager entityManager() {
        EntityManager manager = current.get();
        if (manager == null) {
            throw new IllegalStateException("thread " + Thread.currentThread().getName()
                    + " is in no store transaction of this persistence unit; call entityManager() within contract logic,"
                    + " on the thread that calls it, and give the engine a store on these transactions");
        }
        return manager;
    }

    @Override
    public void run(Consumer<Connection> work) {
        EntityManager outer = current.get();
        EntityManager manager = factory.createEntityManager();
        try {
            current.set(manager);
            run(work, manager);
        } finally {
            if (outer == null) {
                current.remove();
            } else {
                current.set(outer);
            }
            close(manager);
        }
    }

    private static void run(Consumer<Connection> work, EntityManager manager) {
        EntityTransaction transaction = manager.getTransaction();
        transaction.begin();
        try {
            manager.runWithConnection((Connection connection) -> work.accept(connection));
            transaction.commit();
        } catch (Throwable failure) {
            rollBack(transaction, failure);
            throw failure;
        }
    }

    private static void rollBack(EntityTransaction transaction, Throwable failure) {
        try {
            // A commit that failed has rolled back already.
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Does not change what became of the transaction. */
    private static void close(EntityManager manager) {
        try {
            manager.close();
        } catch (RuntimeException e) {
            LOG.warn("An EntityManager could not be closed", e);
        }
    }

    @Override
    public void flush() {
        EntityManager manager = entityManager();
        if (manager.getTransaction().getRollbackOnly()) {
            // Whose doing it was cannot be told any more: Hibernate's find answers null when its connection is cut.
            throw new RejectedDataException(
                    "the EntityManager's transaction was marked for rollback, and nothing was thrown; let logic throw what"
                            + " the EntityManager throws",
                    null);
        }
        manager.flush();
    }

    @Override
    public void clear() {
        entityManager().clear();
    }
}
