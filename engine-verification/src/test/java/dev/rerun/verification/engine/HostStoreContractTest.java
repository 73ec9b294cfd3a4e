package dev.rerun.verification.engine;

import dev.rerun.testkit.LockContract;
import dev.rerun.testkit.LogicMeans;
import dev.rerun.testkit.LogicWritesContract;
import dev.rerun.testkit.StoreUnderTest;
import dev.rerun.testkit.TransactionContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A store in a host's transactions; what it keeps beside this does not depend on the database, so each kind is tried on one. */
abstract class HostStoreContractTest implements TransactionContract, LockContract, LogicWritesContract {
    private final TestHost host;
    private final List<TestHost.Open> opened = new ArrayList<>();

    HostStoreContractTest(TestHost host) {
        this.host = host;
    }

    @Override
    public StoreUnderTest newStore() {
        TestHost.Open open = host.open();
        opened.add(open);
        return new StoreUnderTest(open.store(), open.tables());
    }

    @Override
    public LogicMeans means() {
        return opened.get(opened.size() - 1).means();
    }

    @AfterEach
    void closeStores() {
        opened.forEach(TestHost.Open::close);
    }
}
