package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunException;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;

/** Processes that start at the same time, each of which creates the schema if it is not there. */
class SchemaRaceTest {
    /** They share a pool here, in which one connection more must be free. */
    private static final int STARTING = 8;

    @ParameterizedTest
    @EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void ofManyThatCreateTheSchemaAtOnceOneDoesAndAllFindIt(TestStore kind) throws Exception {
        for (int round = 0; round < 5; round++) {
            try (TestStore.Database database = kind.openEmptyDatabase()) {
                assertThat(createByManyProcesses(database)).hasSize(STARTING).containsOnly(4);
                assertThat(recordedVersions(database)).containsExactly(1, 2, 3, 4);
                JdbcStore.on(database.source()).verify();
            }
        }
    }

    private static List<Integer> createByManyProcesses(TestStore.Database database) throws Exception {
        ExecutorService processes = Executors.newFixedThreadPool(STARTING);
        try {
            CyclicBarrier together = new CyclicBarrier(STARTING);
            List<Future<Integer>> starting = new ArrayList<>();
            for (int i = 0; i < STARTING; i++) {
                starting.add(processes.submit(() -> createByAnotherProcess(database.source(), together)));
            }
            List<Integer> versions = new ArrayList<>();
            for (Future<Integer> one : starting) {
                versions.add(one.get(60, TimeUnit.SECONDS));
            }
            return versions;
        } finally {
            processes.shutdownNow();
        }
    }

    /** The library in a class loader of its own stands for one in another process: they share the database and no more. */
    private static int createByAnotherProcess(DataSource source, CyclicBarrier together) throws Exception {
        URL[] jars = Stream.of(JdbcSchema.class, RerunStore.class, RerunException.class, Logger.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        try (URLClassLoader process = new URLClassLoader(jars, new Without(List.of("dev.rerun.", "org.slf4j.")))) {
            Class<?> schema = process.loadClass(JdbcSchema.class.getName());
            assertThat(schema).isNotSameAs(JdbcSchema.class);
            Object opened = schema.getMethod("of", DataSource.class).invoke(null, source);
            together.await(20, TimeUnit.SECONDS);
            return (int) schema.getMethod("createOrUpgrade").invoke(opened);
        }
    }

    /** The Java platform, whose own loader would find the modules of this process too. */
    private static final class Without extends ClassLoader {
        private final List<String> hidden;

        Without(List<String> hidden) {
            super(ClassLoader.getPlatformClassLoader());
            this.hidden = hidden;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (hidden.stream().anyMatch(name::startsWith)) {
                throw new ClassNotFoundException(name);
            }
            return super.loadClass(name, resolve);
        }
    }

    private static List<Integer> recordedVersions(TestStore.Database database) throws SQLException {
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select version from rerun_schema")) {
            List<Integer> versions = new ArrayList<>();
            while (row.next()) {
                versions.add(row.getInt(1));
            }
            return versions;
        }
    }
}
