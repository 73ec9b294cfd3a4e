package dev.rerun.verification.engine;

import static dev.rerun.verification.engine.EngineFixture.APP;
import static dev.rerun.verification.engine.EngineFixture.day;
import static dev.rerun.verification.engine.EngineFixture.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.ActivityEntry;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.StoreTransaction;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.jpa.JpaTransactions;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The store inside a persistence unit. */
@ParameterizedClass
@EnumSource(names = {"H2", "POSTGRESQL"})
class JpaTransactionsTest {
    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each database
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestStore.Database database;

    @SuppressWarnings("NullAway.Init") // before each test
    private PersistenceUnit unit;

    private final ScriptedLogic logic = new ScriptedLogic();

    @BeforeEach
    void open() {
        database = kind.openDatabase();
        unit = new PersistenceUnit(database.source());
    }

    @AfterEach
    void close() {
        assertThat(unit.open()).isZero();
        unit.close();
        database.close();
    }

    private RerunEngine engine() {
        return RerunEngines.builder()
                .app(APP)
                .store(JdbcStore.on(unit.transactions))
                .contracts(rate("v1", "0.10"))
                .logic(logic)
                .workers(0)
                .build();
    }

    private static ActivityEntry entry(int id) {
        return EngineFixture.entry(id, "k", day(2).plusSeconds(id));
    }

    @Test
    void logicSeesWhatTheStoreHasNotCommitted() {
        List<Object> seen = Collections.synchronizedList(new ArrayList<>());
        logic.script("2", (contract, entry, context) -> {
            EntityManager manager = unit.transactions.entityManager();
            seen.add(manager.createNativeQuery("select count(*) from activity_entry", Long.class)
                    .getSingleResult());
            return ScriptedLogic.usual(contract, entry);
        });

        try (RerunEngine engine = engine()) {
            engine.process(List.of(entry(1), entry(2), entry(3)));
        }

        assertThat(seen).containsExactly(3L);
    }

    @Test
    void theStoreSeesWhatLogicHasNotFlushed() {
        try (RerunEngine engine = engine()) {
            engine.process(List.of(entry(1)));
            List<Object> seen = Collections.synchronizedList(new ArrayList<>());
            logic.script("2", (contract, entry, context) -> {
                EntityManager manager = unit.transactions.entityManager();
                int app = manager.createNativeQuery("select id from rerun_app", Integer.class)
                                        .getSingleResult()
                                instanceof Integer id
                        ? id
                        : -1;
                int register = manager.createNativeQuery("select id from rerun_register", Integer.class)
                                        .getSingleResult()
                                instanceof Integer id
                        ? id
                        : -1;
                manager.persist(new HandWritten("by hand", register, app, "k", day(1)));
                context.items("k", day(1), day(2)).stream()
                        .map(RegisterItem::uniqueKey)
                        .forEach(seen::add);
                return ScriptedLogic.usual(contract, entry);
            });

            engine.process(List.of(entry(2)));

            assertThat(seen).containsExactly("by hand");
            assertThat(new DefaultSchemaHost(database.source()).items(APP))
                    .extracting(RegisterItem::uniqueKey)
                    .containsExactly("1:fee", "2:fee", "by hand");
        }
    }

    @Test
    void eachEntryBeginsWithAnEmptyPersistenceContext() {
        List<Boolean> managed = Collections.synchronizedList(new ArrayList<>());
        List<HandWritten> kept = Collections.synchronizedList(new ArrayList<>());
        try (RerunEngine engine = engine()) {
            engine.process(List.of(entry(1)));
            for (String id : List.of("2", "3")) {
                logic.script(id, (contract, entry, context) -> {
                    EntityManager manager = unit.transactions.entityManager();
                    kept.forEach(one -> managed.add(manager.contains(one)));
                    kept.add(manager.find(HandWritten.class, "1:fee"));
                    managed.add(manager.contains(kept.get(kept.size() - 1)));
                    return ScriptedLogic.usual(contract, entry);
                });
            }

            engine.process(List.of(entry(2), entry(3)));
        }

        assertThat(managed).containsExactly(true, false, true);
    }

    @Test
    void theEntityManagerIsThereForTheThreadOfATransactionAlone() {
        JdbcStore store = JdbcStore.on(unit.transactions);
        assertThatIllegalStateException()
                .isThrownBy(unit.transactions::entityManager)
                .withMessageContaining("in no store transaction");

        store.transaction(outer -> {
            EntityManager own = unit.transactions.entityManager();
            assertThat(own.getTransaction().isActive()).isTrue();
            store.transaction(
                    inner -> assertThat(unit.transactions.entityManager()).isNotSameAs(own));
            assertThat(CompletableFuture.supplyAsync(() -> unit.transactions.entityManager()))
                    .failsWithin(EngineFixture.LONG)
                    .withThrowableThat()
                    .withMessageContaining("in no store transaction");
            return assertThat(unit.transactions.entityManager()).isSameAs(own);
        });
        assertThatIllegalStateException().isThrownBy(unit.transactions::entityManager);
    }

    @Test
    void aUnitWithTransactionsOfAContainerIsRefused() {
        EntityManagerFactory ofJta = (EntityManagerFactory) Proxy.newProxyInstance(
                JpaTransactionsTest.class.getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getTransactionType") ? PersistenceUnitTransactionType.JTA : "billing");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JpaTransactions.of(ofJta))
                .withMessageContaining("'billing'")
                .withMessageContaining("RESOURCE_LOCAL");
    }

    @Test
    void worksAtReadCommittedForTheLengthOfATransactionOnly() throws SQLException {
        assumeTrue(kind == TestStore.POSTGRESQL, "H2 has no such setting");
        try (HikariDataSource serializable = serializable(database.source());
                PersistenceUnit strict = new PersistenceUnit(serializable)) {
            Object during = JdbcStore.on(strict.transactions).<Object>transaction(tx -> {
                tx.now();
                return strict.transactions
                        .entityManager()
                        .createNativeQuery("show transaction_isolation", String.class)
                        .getSingleResult();
            });

            assertThat(during).isEqualTo("read committed");
            assertThat(isolation(serializable)).isEqualTo("serializable");
        }
    }

    @Test
    void isRefusedWhereIsolationCannotBeSetForOneTransaction() {
        assumeTrue(kind == TestStore.H2, "PostgreSQL can");
        try (HikariDataSource serializable = serializable(database.source());
                PersistenceUnit strict = new PersistenceUnit(serializable)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> JdbcStore.on(strict.transactions).transaction(StoreTransaction::now))
                    .withMessageContaining("READ COMMITTED");
            assertThat(strict.open()).isZero();
        }
    }

    /** One connection, which nobody sets back. */
    private static HikariDataSource serializable(DataSource source) {
        HikariConfig configuration = new HikariConfig();
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(1);
        configuration.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
        return new HikariDataSource(configuration);
    }

    private static String isolation(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("show transaction_isolation")) {
            result.next();
            return result.getString(1);
        }
    }

    @Test
    void namesOfAppsAreKnownToTheNextTransactionOnlyIfCommitted() {
        JdbcStore store = JdbcStore.on(unit.transactions);
        assertThatIllegalStateException()
                .isThrownBy(() -> store.transaction(tx -> {
                    tx.entries().enter(APP, Set.of("k"));
                    throw new IllegalStateException("rolled back");
                }));

        assertThat(store.<Object>transaction(tx -> tx.entries().known(APP, List.of("1"))))
                .isEqualTo(Set.of());
    }
}
