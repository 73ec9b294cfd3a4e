package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunOptions;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Tally;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.Kind.class)
class JdbcSchemaTest {
    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestDatabase.Kind kind;

    private TestDatabase database;

    @BeforeEach
    void open() throws SQLException {
        database = kind.empty();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    @Test
    void createsTheSchemaOnceAndVerifiesIt() {
        JdbcSchema schema = JdbcSchema.of(database.source);

        assertThat(schema.createOrUpgrade()).isEqualTo(4);
        assertThat(schema.createOrUpgrade()).isEqualTo(4);
        schema.verify();
        database.store().verify();
    }

    @Test
    void saysThatTheSchemaIsMissingAndWhatToCall() {
        SchemaException failure = catchThrowableOfType(
                SchemaException.class, () -> database.store().verify());

        assertThat(failure).hasMessageContainingAll("no rerun schema", "version 4", "createOrUpgrade()");
        assertThat(failure.found()).isEmpty();
        assertThat(failure.required()).isEqualTo(4);
    }

    @Test
    void saysThatTheSchemaIsOlderAndWhatToCall() throws SQLException {
        createVersion2();

        SchemaException failure = catchThrowableOfType(
                SchemaException.class, () -> database.store().verify());

        assertThat(failure).hasMessageContainingAll("has version 2", "needs version 4", "createOrUpgrade()");
        assertThat(failure.found()).hasValue(2);
    }

    @Test
    void takesTheHostsWordForTheDatabase() {
        Database named = Database.valueOf(kind.name());

        JdbcSchema.of(database.source).speaking(named).createOrUpgrade();
        database.store().speaking(named).verify();

        assertThatThrownBy(() -> database.store().speaking(Database.POSTGRESQL).transaction(tx -> tx.now()))
                .isInstanceOf(RuntimeException.class);
    }

    @Test
    void upgradesAnOlderSchemaWithTheRunsInIt() throws SQLException {
        createVersion2();
        database.execute("insert into rerun_app (name) values ('billing')");
        database.execute("""
                insert into rerun (id, app_id, ordinal, active_app_id, status, cutoff, retention_seconds, retained_from,
                    include_without_contract, epoch, lanes, requested_by, reason, created_at)
                values (123456, 1, 1, 1, 'RUNNING', timestamp '2026-01-01 00:00:00', 1, timestamp '2026-01-01 00:00:00',
                    false, 1, 2, 'ann', 'Möwe', timestamp '2026-01-02 00:00:00')
                """);
        database.execute(
                "insert into rerun_lane (rerun_id, lane, watermark, end_seq, done, failed) values (123456, 1, 3, 9, 2, 1)");
        database.execute("""
                insert into rerun_failure (rerun_id, lane, seq, entry_id, error, failed_at)
                values (123456, 1, 2, 17, 'no price', timestamp '2026-01-02 00:00:01')
                """);
        JdbcSchema schema = JdbcSchema.of(database.source);

        assertThat(schema.createOrUpgrade()).isEqualTo(4);

        schema.verify();
        database.store().transaction(tx -> {
            assertThat(tx.runs().workable()).singleElement().satisfies(run -> {
                assertThat(run.options()).isEqualTo(RerunOptions.DEFAULT);
                assertThat(run.handled()).isFalse();
            });
            assertThat(tx.runs().report(123_456).orElseThrow().processedLastMinute())
                    .isZero();
            assertThat(tx.runs().tally(123_456)).isEqualTo(new Tally(2, 1));
            assertThat(tx.runs().takeTurn(123_456, Duration.ofDays(1))).isEqualTo(Duration.ZERO);
            assertThat(tx.runs().commands(123_456))
                    .singleElement()
                    .extracting(RerunCommand::action, RerunCommand::caller, RerunCommand::reason)
                    .containsExactly(RerunAction.START, "ann", "Möwe");
            assertThat(tx.lanes().open(123_456, 10)).containsExactly(new Lane(123_456, 1, 3, 9, 9));
            assertThat(tx.lanes().causes(123_456, 10)).containsExactly(new FailureCause("no price", 1, "17"));
            assertThat(tx.lanes().parked(123_456, null, 10))
                    .singleElement()
                    .extracting(FailedEntry::attempts, FailedEntry::held, FailedEntry::orderingKey)
                    .containsExactly(1, false, null);
            return true;
        });
    }

    private void createVersion2() throws SQLException {
        Dialect dialect;
        try (Connection connection = database.source.getConnection()) {
            dialect = Dialect.of(connection);
        }
        for (Migration migration : dialect.migrations().subList(0, 2)) {
            for (String sql : migration.statements()) {
                database.execute(sql);
            }
        }
    }

    @Test
    void saysThatTheSchemaIsNewerThanTheLibrary() throws SQLException {
        JdbcSchema schema = JdbcSchema.of(database.source);
        schema.createOrUpgrade();
        database.execute("insert into rerun_schema (version) values (5)");

        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(schema::verify)
                .withMessageContainingAll("has version 5", "knows version 4", "upgrade the library");
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(schema::createOrUpgrade)
                .withMessageContaining("upgrade the library");
    }

    @Test
    void saysWhereACreationStoppedAndThatItIsIncompleteAfterwards() throws SQLException {
        JdbcSchema schema = JdbcSchema.of(database.source);
        database.execute("create table activity_entry (id integer)");

        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(schema::createOrUpgrade)
                .withMessageContainingAll("V1__create_rerun_schema.sql", "statement 6")
                .withMessageMatching("(?is).*table '?\"?activity_entry.*already exists.*")
                .withCauseInstanceOf(SQLException.class);
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(schema::createOrUpgrade)
                .withMessageContaining("half-way");
        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(schema::verify)
                .withMessageContaining("half-way");
    }

    @Test
    void namesADatabaseThatIsNotSupported() {
        assertThatThrownBy(() -> Dialect.of("Oracle", 19, 0))
                .isInstanceOfSatisfying(UnsupportedDatabaseException.class, failure -> {
                    assertThat(failure).hasMessageContainingAll("Oracle 19.0", "H2 from 2.3 on");
                    assertThat(failure.product()).isEqualTo("Oracle");
                    assertThat(failure.version()).isEqualTo("19.0");
                });
        assertThatThrownBy(() -> Dialect.of("H2", 2, 2)).isInstanceOf(UnsupportedDatabaseException.class);
        assertThat(Dialect.of("H2", 2, 3)).isInstanceOf(H2Dialect.class);
        assertThat(Dialect.of("H2", 3, 0)).isInstanceOf(H2Dialect.class);
        assertThatThrownBy(() -> Dialect.of("PostgreSQL", 12, 22)).hasMessageContaining("PostgreSQL from 13 on");
        assertThat(Dialect.of("PostgreSQL", 13, 0)).isInstanceOf(PostgresDialect.class);
        assertThatThrownBy(() -> Dialect.of("MariaDB", 10, 5)).hasMessageContaining("MariaDB from 10.6 on");
        assertThat(Dialect.of("MariaDB", 10, 6)).isInstanceOf(MariaDbDialect.class);
        assertThat(Dialect.of("MariaDB", 11, 4)).isInstanceOf(MariaDbDialect.class);
        assertThatThrownBy(() -> Dialect.of("MySQL", 5, 7)).hasMessageContaining("MySQL from 8.0.17 on");
        assertThat(Dialect.of("MySQL", 8, 0)).isInstanceOf(MariaDbDialect.class);
    }

    @Test
    void namesMigrationsAsFlywayExpectsThem() {
        Map<String, Dialect> dialects = Map.of(
                "h2",
                new H2Dialect(),
                "postgresql",
                new PostgresDialect(),
                "mariadb",
                MariaDbDialect.ofMariaDb(),
                "mysql",
                MariaDbDialect.ofMySql());
        dialects.forEach(
                (name, dialect) -> assertThat(dialect.migrations()).isNotEmpty().allSatisfy(migration -> {
                    assertThat(migration.file())
                            .matches("db/rerun-" + name + "/V" + migration.version() + "__[a-z0-9_]+\\.sql");
                    assertThat(migration.statements()).isNotEmpty();
                }));
    }

    @Test
    void shipsTheSameMigrationsForMysqlAsForMariadbButForTheCollation() {
        List<Migration> mariaDb = MariaDbDialect.ofMariaDb().migrations();
        List<Migration> mySql = MariaDbDialect.ofMySql().migrations();
        assertThat(mySql).hasSameSizeAs(mariaDb);
        for (int i = 0; i < mySql.size(); i++) {
            assertThat(mySql.get(i).statements().stream()
                            .map(sql -> sql.replace("utf8mb4_0900_bin", "utf8mb4_nopad_bin")))
                    .isEqualTo(mariaDb.get(i).statements());
        }
    }

    @Test
    void splitsAtSemicolonsAtTheEndOfALine() {
        assertThat(Migration.split(
                        "-- a; comment;\ncreate table a (\n  t varchar default ';' );\n\r\ninsert into a;  \nlast"))
                .containsExactly("create table a (\n  t varchar default ';' )", "insert into a", "last");
    }

    @Test
    void looksEntriesUpByIdentityAlsoWherePlannedOnEmptyTables() throws SQLException {
        assumeTrue(kind == TestDatabase.Kind.H2, "others plan on what is there");
        JdbcSchema.of(database.source).createOrUpgrade();

        assertThat(database.rows("explain select 1 from activity_entry where app_id = 1 and id = 2"))
                .singleElement()
                .asString()
                .contains("PRIMARY_KEY")
                .doesNotContain("ACTIVITY_ENTRY_BY_TIME");
    }
}
