package dev.rerun.verification.engine;

import dev.rerun.jdbc.JdbcStore;
import dev.rerun.verification.engine.MeteredLogic.Poison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The kinds of hosts whose transactions the store runs in. */
enum TestHost {
    JPA_ON_H2(TestStore.H2, true),
    JPA_ON_POSTGRESQL(TestStore.POSTGRESQL, true),
    SPRING_ON_H2(TestStore.H2, false),
    SPRING_ON_POSTGRESQL(TestStore.POSTGRESQL, false);

    final TestStore database;
    final boolean jpa;

    TestHost(TestStore database, boolean jpa) {
        this.database = database;
        this.jpa = jpa;
    }

    /** A store in a host's transactions, the host's means within them, and the host's tables beside them. */
    record Open(JdbcStore store, DefaultSchemaHost tables, HostMeans means, DataSource source, Runnable end)
            implements AutoCloseable {
        @Override
        public void close() {
            end.run();
        }
    }

    /** With H2, an error that Spring's user passes over has done no harm; otherwise it has broken the transaction. */
    boolean fails(Poison poison) {
        return poison != Poison.PASSES_AN_ERROR_OVER || this != SPRING_ON_H2;
    }

    Open open() {
        return open(source -> source);
    }

    /** A host whose connections come through another data source. */
    Open open(UnaryOperator<DataSource> through) {
        TestStore.Database opened = database.openDatabase();
        createTables(opened.source());
        DataSource source = through.apply(opened.source());
        DefaultSchemaHost tables = new DefaultSchemaHost(opened.source());
        if (!jpa) {
            SpringHost host = new SpringHost(source);
            return new Open(JdbcStore.on(host.transactions()), tables, host, opened.source(), opened::close);
        }
        PersistenceUnit unit = new PersistenceUnit(source);
        return new Open(JdbcStore.on(unit.transactions), tables, unit, opened.source(), () -> {
            unit.close();
            opened.close();
        });
    }

    private static void createTables(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table host_meter (id varchar(255) primary key, units bigint not null)");
            statement.execute("create table host_voucher (id varchar(255) primary key, serial varchar(255) unique)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
