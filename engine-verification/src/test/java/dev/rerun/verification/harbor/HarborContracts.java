package dev.rerun.verification.harbor;

import dev.rerun.testkit.StoreUnderTest;
import dev.rerun.verification.engine.TableContracts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A store on a host's own tables keeps every promise that one on the default schema keeps; its runs are in the same tables. */
abstract class HarborContracts implements TableContracts {
    private final HarborStores databases;
    private final List<HarborStores.Open> opened = new ArrayList<>();

    HarborContracts(HarborStores databases) {
        this.databases = databases;
    }

    @Override
    public StoreUnderTest newStore() {
        HarborStores.Open database = databases.openHarbor();
        opened.add(database);
        return new StoreUnderTest(database.store(Harbor.MAPPING), new HarborHost(database.source()));
    }

    @AfterEach
    void closeStores() {
        opened.forEach(HarborStores.Open::close);
    }
}
