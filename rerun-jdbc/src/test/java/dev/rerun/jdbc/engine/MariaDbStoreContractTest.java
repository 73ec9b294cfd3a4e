package dev.rerun.jdbc.engine;

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

class MariaDbStoreContractTest
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
    private final List<Runnable> opened = new ArrayList<>();

    @Override
    public StoreUnderTest newStore() {
        TestStore.Open store = TestStore.MARIADB.open();
        opened.add(store.close());
        return new StoreUnderTest(store.store(), store.host());
    }

    @AfterEach
    void closeStores() {
        opened.forEach(Runnable::run);
    }
}
