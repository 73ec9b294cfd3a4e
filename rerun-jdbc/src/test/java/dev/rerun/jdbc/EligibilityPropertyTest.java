package dev.rerun.jdbc;

import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The rules in SQL mean what they mean in Java, and a plan says what a start then does. */
class EligibilityPropertyTest {
    @Test
    void onH2PlansSelectsDeletesAndCountsAsTheRulesInJavaSay() throws SQLException {
        try (TestDatabase h2 = TestDatabase.withSchema()) {
            check(h2.store(), 1, 500);
        }
    }

    @Test
    void onPostgresqlPlansSelectsDeletesAndCountsAsTheRulesInJavaSay() {
        try (PostgresDatabase postgres = PostgresServer.shared()
                .database("rerun", source -> JdbcSchema.of(source).createOrUpgrade())) {
            check(JdbcStore.on(postgres.source()), 2001, 2120);
        }
    }

    @Test
    void onMariadbPlansSelectsDeletesAndCountsAsTheRulesInJavaSay() throws SQLException {
        try (TestDatabase mariaDb = TestDatabase.Kind.MARIADB.withSchema()) {
            check(mariaDb.store(), 3001, 3120);
        }
    }

    private static void check(JdbcStore store, long firstSeed, long lastSeed) {
        RandomWorld.check(
                store,
                (app, items) -> store.transaction(tx -> {
                    tx.items().insert(app, items);
                    return true;
                }),
                firstSeed,
                lastSeed);
    }
}
