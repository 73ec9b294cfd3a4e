package dev.rerun.verification.clinic;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** The clinic's persistence unit, set up as Spring Boot would. */
final class ClinicUnit implements AutoCloseable {
    final EntityManagerFactory factory;

    /** Makes the tables if told to. */
    ClinicUnit(DataSource database, String schemaAction) {
        factory = new PersistenceConfiguration("clinic")
                .managedClass(Patient.class)
                .managedClass(HouseCall.class)
                .managedClass(ChargeLine.class)
                .property("jakarta.persistence.nonJtaDataSource", database)
                .property("jakarta.persistence.schema-generation.database.action", schemaAction)
                .property("jakarta.persistence.create-database-schemas", "true")
                .property(
                        "hibernate.physical_naming_strategy",
                        "org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl")
                .createEntityManagerFactory();
    }

    void change(Consumer<EntityManager> work) {
        factory.runInTransaction(work);
    }

    <T> T read(Function<EntityManager, T> work) {
        return factory.callInTransaction(work);
    }

    List<HouseCall> calls() {
        return read(manager -> manager.createQuery("select c from HouseCall c order by c.loggedAt", HouseCall.class)
                .getResultList());
    }

    List<ChargeLine> lines() {
        return read(manager -> manager.createQuery(
                        "select l from ChargeLine l left join fetch l.call order by l.mark", ChargeLine.class)
                .getResultList());
    }

    @Override
    public void close() {
        factory.close();
    }
}
