package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hosts that run this library's migrations with Flyway. */
class FlywayTest {
    @ParameterizedTest
    @EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void runsTheMigrationsAsTheyAreAndCreateOrUpgradeThenDoesNothing(TestStore kind) throws SQLException {
        try (TestStore.Database database = kind.openEmptyDatabase()) {
            Flyway flyway = Flyway.configure()
                    .dataSource(database.source())
                    .locations("classpath:" + kind.migrations())
                    .load();

            assertThat(flyway.migrate().migrationsExecuted).isPositive();

            JdbcSchema schema = JdbcSchema.of(database.source());
            schema.verify();
            List<String> tables = tables(database.source());
            assertThat(schema.createOrUpgrade()).isEqualTo(4);
            assertThat(tables(database.source())).isEqualTo(tables);
            anEngineRuns(database.source());
            flyway.validate();
            assertThat(flyway.migrate().migrationsExecuted).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void takesOverASchemaThatTheLibraryMade(TestStore kind) {
        try (TestStore.Database database = kind.openDatabase()) {
            Flyway flyway = Flyway.configure()
                    .dataSource(database.source())
                    .locations("classpath:" + kind.migrations())
                    .baselineOnMigrate(true)
                    .baselineVersion("4")
                    .load();

            assertThat(flyway.migrate().migrationsExecuted).isZero();

            JdbcSchema.of(database.source()).verify();
        }
    }

    @ParameterizedTest
    @EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
    void runsBesideTheMigrationsOfTheHostWithAHistoryOfItsOwn(TestStore kind) throws SQLException {
        try (TestStore.Database database = kind.openEmptyDatabase()) {
            try (Connection connection = database.source().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table invoice (id integer)");
            }
            Flyway flyway = Flyway.configure()
                    .dataSource(database.source())
                    .locations("classpath:" + kind.migrations())
                    .table("rerun_schema_history")
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .load();

            assertThat(flyway.migrate().migrationsExecuted).isPositive();

            anEngineRuns(database.source());
        }
    }

    private static void anEngineRuns(DataSource database) {
        try (RerunEngine engine = RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(database))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW))
                .build()) {
            engine.process(IntStream.rangeClosed(1, 10)
                    .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
                    .toList());
            RerunReport report = engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG);
            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
            assertThat(report.itemsCreated()).isEqualTo(10);
        }
    }

    private static List<String> tables(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet table = statement.executeQuery("select table_name from information_schema.tables"
                        + " where lower(table_name) like 'rerun%' order by table_name")) {
            List<String> names = new ArrayList<>();
            while (table.next()) {
                names.add(table.getString(1));
            }
            return names;
        }
    }
}
