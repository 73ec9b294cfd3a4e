package dev.rerun.jdbc.engine;

import dev.rerun.testkit.StoreUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A store in a host's transactions keeps what every store keeps. */
abstract class HostStoreContractTest implements AllContracts {
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

    @AfterEach
    void closeStores() {
        opened.forEach(TestHost.Open::close);
    }
}
