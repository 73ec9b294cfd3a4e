package dev.rerun.verification.engine;

import static dev.rerun.verification.engine.EngineFixture.APP;
import static dev.rerun.verification.engine.EngineFixture.CUTOFF;
import static dev.rerun.verification.engine.EngineFixture.LONG;
import static dev.rerun.verification.engine.EngineFixture.NOW;
import static dev.rerun.verification.engine.EngineFixture.day;
import static dev.rerun.verification.engine.EngineFixture.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.testkit.SettableClock;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.support.TransactionTemplate;

/** The store beside Spring's transactions: it never ends one of the host's. */
@ParameterizedClass
@EnumSource(names = {"H2", "POSTGRESQL"})
class SpringTransactionsTest {
    private static final List<ActivityEntry> ENTRIES = IntStream.rangeClosed(1, 5)
            .mapToObj(id -> EngineFixture.entry(id, day(2)))
            .toList();

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestStore.Database database;

    @BeforeEach
    void open() {
        database = kind.openDatabase();
        new SpringHost(database.source()).jdbc.execute("create table note (text varchar(20))");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static RerunEngine engine(RerunStore store) {
        return RerunEngines.builder()
                .app(APP)
                .store(store)
                .contracts(rate("v1", "0.10"))
                .logic(new ScriptedLogic())
                .clock(new SettableClock(NOW))
                .workers(2)
                .build();
    }

    private static void rerunsAll(RerunEngine engine) {
        RerunReport report = engine.start(CUTOFF).await(LONG);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.itemsCreated()).isEqualTo(5);
    }

    private List<String> notes() {
        return new SpringHost(database.source()).jdbc.queryForList("select text from note", String.class);
    }

    /** On what a host's beans have instead of the pool. */
    @Nested
    class ATransactionAwareDataSource {
        @Test
        void worksOutsideOfATransaction() {
            try (RerunEngine engine = engine(JdbcStore.on(new TransactionAwareDataSourceProxy(database.source())))) {
                assertThat(engine.process(ENTRIES).processed()).isEqualTo(5);
                rerunsAll(engine);
            }
        }

        @Test
        void isRefusedWithinATransactionWhichGoesOnUnharmed() {
            refusesWithin(database.source(), "outside of that transaction");
        }

        @Test
        void isRefusedWhenFirstUsedWithinATransactionThatHasChangedNothingYet() {
            SpringHost host = new SpringHost(database.source());
            JdbcStore store = JdbcStore.on(new TransactionAwareDataSourceProxy(database.source()));

            new TransactionTemplate(host.manager).executeWithoutResult(status -> {
                assertThatIllegalStateException().isThrownBy(store::verify).withMessageContaining("JdbcStore.on");
                host.jdbc.update("insert into note values ('undone')");
                status.setRollbackOnly();
            });

            assertThat(notes()).isEmpty();
        }
    }

    /** A pool that gives connections without auto-commit, as Hibernate's users set it up. */
    @Nested
    class APoolWithoutAutoCommit {
        @Test
        void works() {
            try (HikariDataSource pool = withoutAutoCommit();
                    RerunEngine engine = engine(JdbcStore.on(pool))) {
                assertThat(engine.process(ENTRIES).processed()).isEqualTo(5);
                rerunsAll(engine);
            }
        }

        @Test
        void isRefusedWithinATransactionThatChangedSomething() {
            try (HikariDataSource pool = withoutAutoCommit()) {
                refusesWithin(pool, "outside of that transaction");
            }
        }

        private HikariDataSource withoutAutoCommit() {
            HikariConfig configuration = new HikariConfig();
            configuration.setDataSource(database.source());
            configuration.setAutoCommit(false);
            configuration.setMaximumPoolSize(6);
            return new HikariDataSource(configuration);
        }
    }

    private void refusesWithin(DataSource pool, String remedy) {
        SpringHost host = new SpringHost(pool);
        TransactionTemplate template = new TransactionTemplate(host.manager);
        try (RerunEngine engine = engine(JdbcStore.on(new TransactionAwareDataSourceProxy(pool)))) {
            template.executeWithoutResult(status -> {
                host.jdbc.update("insert into note values ('kept')");
                assertThatIllegalStateException()
                        .isThrownBy(() -> engine.process(ENTRIES))
                        .withMessageContaining(remedy);
                assertThatIllegalStateException()
                        .isThrownBy(() -> engine.start(CUTOFF))
                        .withMessageContaining(remedy);
            });
            assertThat(notes()).containsExactly("kept");
            template.executeWithoutResult(status -> {
                host.jdbc.update("insert into note values ('undone')");
                assertThatIllegalStateException().isThrownBy(() -> engine.process(ENTRIES));
                status.setRollbackOnly();
            });
            assertThat(notes()).containsExactly("kept");

            assertThat(engine.process(ENTRIES).processed()).isEqualTo(5);
        }
    }

    @Test
    void newTransactionsLeaveTheOneUnderWayAlone() {
        SpringHost host = new SpringHost(database.source());
        try (RerunEngine engine = engine(JdbcStore.on(host.transactions()))) {
            new TransactionTemplate(host.manager).executeWithoutResult(status -> {
                host.jdbc.update("insert into note values ('undone')");
                assertThat(engine.process(ENTRIES).processed()).isEqualTo(5);
                rerunsAll(engine);
                status.setRollbackOnly();
            });
        }

        assertThat(notes()).isEmpty();
        assertThat(new DefaultSchemaHost(database.source()).items(APP)).hasSize(5);
    }
}
