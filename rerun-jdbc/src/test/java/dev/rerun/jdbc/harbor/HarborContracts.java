package dev.rerun.jdbc.harbor;

import dev.rerun.testkit.ArchiveContract;
import dev.rerun.testkit.EntryContract;
import dev.rerun.testkit.ItemContract;
import dev.rerun.testkit.LaneContract;
import dev.rerun.testkit.LockContract;
import dev.rerun.testkit.PreparationContract;
import dev.rerun.testkit.RunContract;
import dev.rerun.testkit.RunStateContract;
import dev.rerun.testkit.StoreUnderTest;
import dev.rerun.testkit.TransactionContract;
import dev.rerun.testkit.ValueContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A store on a host's own tables keeps every promise that one on the default schema keeps. */
abstract class HarborContracts
        implements TransactionContract,
                ValueContract,
                RunContract,
                RunStateContract,
                PreparationContract,
                ArchiveContract,
                LaneContract,
                EntryContract,
                ItemContract,
                LockContract {
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
