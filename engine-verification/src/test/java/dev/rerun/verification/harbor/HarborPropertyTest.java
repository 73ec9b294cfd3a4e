package dev.rerun.verification.harbor;

import dev.rerun.verification.engine.RandomSelection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** On a host's own tables too the rules mean what they mean in Java, and a plan says what a start then does. */
class HarborPropertyTest {
    @ParameterizedTest
    @EnumSource(HarborStores.class)
    void plansSelectsDeletesAndCountsAsTheRulesInJavaSay(HarborStores kind) {
        try (HarborStores.Open database = kind.openHarbor()) {
            HarborHost host = new HarborHost(database.source());
            RandomSelection.check(
                    database.store(Harbor.MAPPING),
                    (app, items) -> items.forEach(item -> host.addItem(app, item)),
                    4001,
                    4100);
        }
    }
}
