package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.MissingPrivilegesException;
import dev.rerun.jdbc.SchemaException;
import dev.rerun.testkit.SettableClock;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A database user who may not do what the store has to do. */
@ParameterizedClass
@EnumSource(value = TestStore.class, mode = EnumSource.Mode.EXCLUDE, names = "IN_MEMORY")
class PrivilegesTest {
    private static final Pattern GRANT = Pattern.compile("GRANT (.+) ON (.+) TO (.+)");
    private static final List<ActivityEntry> ENTRIES = IntStream.rangeClosed(1, 10)
            .mapToObj(id -> EngineFixture.entry(id, EngineFixture.day(2)))
            .toList();

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestStore.Database database;

    @SuppressWarnings("NullAway.Init") // before each test
    private DataSource clerk;

    @BeforeEach
    void open() {
        database = kind.openDatabase();
        clerk = database.newUser().get();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static RerunEngines.Builder engine(DataSource database) {
        return RerunEngines.builder()
                .app(EngineFixture.APP)
                .store(JdbcStore.on(database))
                .contracts(EngineFixture.rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(EngineFixture.NOW));
    }

    private List<String> grantAll() {
        List<String> grants = missing().grants();
        grants.forEach(database::execute);
        return grants;
    }

    private MissingPrivilegesException missing() {
        return catchThrowableOfType(
                MissingPrivilegesException.class, () -> JdbcStore.on(clerk).verify());
    }

    @Test
    void areSaidWhenTheEngineIsBuiltWithTheStatementsThatGrantThem() {
        MissingPrivilegesException failure = catchThrowableOfType(
                MissingPrivilegesException.class, () -> engine(clerk).build());

        assertThat(failure.user()).containsIgnoringCase("clerk");
        assertThat(failure)
                .hasMessageContainingAll(
                        "the database's user " + failure.user(),
                        "SELECT, INSERT, UPDATE, DELETE on register_item;",
                        "GRANT SELECT, INSERT, UPDATE, DELETE ON register_item TO " + failure.user());
    }

    @Test
    void thatAreNamedSufficeForAllThatTheEngineDoes() {
        grantAll();

        try (RerunEngine engine = engine(clerk).build()) {
            engine.process(ENTRIES);
            RerunReport report = engine.start(EngineFixture.CUTOFF).await(EngineFixture.LONG);

            assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
            assertThat(report.itemsDeleted()).isEqualTo(10);
            assertThat(report.itemsCreated()).isEqualTo(10);
            assertThat(engine.history(EngineFixture.APP)).hasSize(1);
            assertThat(engine.outcomes(EngineFixture.APP, "1")).hasSize(2);
        }
    }

    @Test
    void areFoundMissingOneByOne() {
        int found = 0;
        for (String grant : grantAll()) {
            Matcher parts = GRANT.matcher(grant);
            assertThat(parts.matches()).isTrue();
            for (String privilege :
                    Pattern.compile(", ").splitAsStream(parts.group(1)).toList()) {
                String of = privilege + " on " + parts.group(2) + " ";
                database.execute("revoke " + of + "from " + parts.group(3));

                assertThat(missing())
                        .as(of)
                        .hasMessageContaining("lacks the privileges " + privilege)
                        .hasMessageContaining(" on " + parts.group(2) + ";")
                        .satisfies(failure -> assertThat(failure.grants()).hasSize(1))
                        .satisfies(failure -> failure.grants().forEach(database::execute));
                JdbcStore.on(clerk).verify();
                found++;
            }
        }
        assertThat(found).isGreaterThan(25);
    }

    @Test
    void areLookedForWithoutChangingAnything() {
        DefaultSchemaHost host = new DefaultSchemaHost(database.source());
        try (RerunEngine engine = engine(database.source()).build()) {
            engine.process(ENTRIES);
        }
        List<RegisterItem> items = host.items(EngineFixture.APP);
        grantAll();

        JdbcStore.on(clerk).verify();
        JdbcStore.on(database.source()).verify();

        assertThat(host.items(EngineFixture.APP)).isEqualTo(items).hasSize(10);
        assertThat(host.entries(EngineFixture.APP)).hasSize(10);
    }

    @Test
    void areNotMistakenForASchemaThatIsMissing() {
        try (TestStore.Database empty = kind.openEmptyDatabase()) {
            assertThat(catchThrowableOfType(SchemaException.class, () -> JdbcStore.on(empty.source())
                            .verify()))
                    .hasMessageContaining("no rerun schema");
        }
    }
}
