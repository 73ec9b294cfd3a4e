package dev.rerun.verification.engine;

import dev.rerun.core.spi.RerunStore;
import org.junit.jupiter.api.Test;

/** The rules in SQL mean what they mean in Java, and a plan says what a start then does. */
class EligibilityPropertyTest {
    @Test
    void onH2PlansSelectsDeletesAndCountsAsTheRulesInJavaSay() {
        check(TestStore.H2, 1, 500);
    }

    @Test
    void onPostgresqlPlansSelectsDeletesAndCountsAsTheRulesInJavaSay() {
        check(TestStore.POSTGRESQL, 2001, 2120);
    }

    @Test
    void onMariadbPlansSelectsDeletesAndCountsAsTheRulesInJavaSay() {
        check(TestStore.MARIADB, 3001, 3120);
    }

    private static void check(TestStore kind, long firstSeed, long lastSeed) {
        TestStore.Open open = kind.open();
        try {
            RerunStore store = open.store();
            RandomSelection.check(
                    store,
                    (app, items) -> store.transaction(tx -> {
                        tx.items().insert(app, items);
                        return true;
                    }),
                    firstSeed,
                    lastSeed);
        } finally {
            open.close().run();
        }
    }
}
