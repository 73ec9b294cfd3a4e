package dev.rerun.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
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

        assertThat(schema.createOrUpgrade()).isEqualTo(2);
        assertThat(schema.createOrUpgrade()).isEqualTo(2);
        schema.verify();
        database.store().verify();
    }

    @Test
    void saysThatTheSchemaIsMissingAndWhatToCall() {
        SchemaException failure = catchThrowableOfType(
                SchemaException.class, () -> database.store().verify());

        assertThat(failure).hasMessageContainingAll("no rerun schema", "version 2", "createOrUpgrade()");
        assertThat(failure.found()).isEmpty();
        assertThat(failure.required()).isEqualTo(2);
    }

    @Test
    void saysThatTheSchemaIsOlderAndWhatToCall() throws SQLException {
        JdbcSchema.of(database.source).createOrUpgrade();
        downgrade();

        SchemaException failure = catchThrowableOfType(
                SchemaException.class, () -> database.store().verify());

        assertThat(failure).hasMessageContainingAll("has version 1", "needs version 2", "createOrUpgrade()");
        assertThat(failure.found()).hasValue(1);
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
    void upgradesAnOlderSchema() throws SQLException {
        JdbcSchema schema = JdbcSchema.of(database.source);
        schema.createOrUpgrade();
        downgrade();

        assertThat(schema.createOrUpgrade()).isEqualTo(2);
        schema.verify();
    }

    /** To what version 1 was. */
    private void downgrade() throws SQLException {
        database.execute("delete from rerun_schema where version = 2");
        for (String table : List.of("rerun_text_entry", "rerun_text_failure", "activity_text_outcome")) {
            database.execute("drop table " + table);
        }
    }

    @Test
    void saysThatTheSchemaIsNewerThanTheLibrary() throws SQLException {
        JdbcSchema schema = JdbcSchema.of(database.source);
        schema.createOrUpgrade();
        database.execute("insert into rerun_schema (version) values (3)");

        assertThatExceptionOfType(SchemaException.class)
                .isThrownBy(schema::verify)
                .withMessageContainingAll("has version 3", "knows version 2", "upgrade the library");
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
