package dev.rerun.verification.engine;

import dev.rerun.jdbc.jpa.JpaTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A host that works with a persistence unit on Hibernate; it remembers the EntityManagers that it gave. */
final class PersistenceUnit implements HostMeans, AutoCloseable {
    private final EntityManagerFactory real;
    private final Queue<EntityManager> given = new ConcurrentLinkedQueue<>();
    final EntityManagerFactory factory;
    final JpaTransactions transactions;

    PersistenceUnit(DataSource database) {
        real = new PersistenceConfiguration("host")
                .managedClass(Meter.class)
                .managedClass(Voucher.class)
                .managedClass(HandWritten.class)
                .property("jakarta.persistence.nonJtaDataSource", database)
                .createEntityManagerFactory();
        factory = (EntityManagerFactory) Proxy.newProxyInstance(
                PersistenceUnit.class.getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, arguments) -> {
                    try {
                        Object result = method.invoke(real, arguments);
                        if (result instanceof EntityManager manager) {
                            given.add(manager);
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause() == null ? e : e.getCause();
                    }
                });
        transactions = JpaTransactions.of(factory);
    }

    int given() {
        return given.size();
    }

    long open() {
        return given.stream().filter(EntityManager::isOpen).count();
    }

    @Override
    public long count(String meter, long units) {
        EntityManager manager = transactions.entityManager();
        Meter found = manager.find(Meter.class, meter);
        if (found == null) {
            found = new Meter(meter);
            manager.persist(found);
        }
        long before = found.units();
        found.count(units);
        return before;
    }

    @Override
    public void issue(String id, @Nullable String serial) {
        transactions.entityManager().persist(new Voucher(id, serial));
    }

    @Override
    public void flush() {
        transactions.entityManager().flush();
    }

    @Override
    public void spoil() {
        transactions.entityManager().getTransaction().setRollbackOnly();
    }

    @Override
    public List<String> meters() {
        return list("select concat(m.id, '=', m.units) from Meter m order by m.id");
    }

    @Override
    public List<String> vouchers() {
        return list("select v.id from Voucher v order by v.id");
    }

    @Override
    public List<String> uniqueKeys() {
        return transactions
                .entityManager()
                .createQuery("select i.uniqueKey from HandWritten i", String.class)
                .getResultList();
    }

    private List<String> list(String jpql) {
        Function<EntityManager, List<String>> query =
                manager -> manager.createQuery(jpql, String.class).getResultList();
        return real.callInTransaction(query);
    }

    @Override
    public void close() {
        real.close();
    }
}
