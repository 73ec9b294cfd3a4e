package dev.rerun.verification.engine;

import dev.rerun.testkit.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class H2StoreContractTest implements AllContracts {
    private final List<Runnable> opened = new ArrayList<>();

    @Override
    public StoreUnderTest newStore() {
        TestStore.Open store = TestStore.H2.open();
        opened.add(store.close());
        return new StoreUnderTest(store.store(), store.host());
    }

    @AfterEach
    void closeStores() {
        opened.forEach(Runnable::run);
    }
}
