package dev.rerun.jdbc.engine;

class SpringOnH2StoreContractTest extends HostStoreContractTest {
    SpringOnH2StoreContractTest() {
        super(TestHost.SPRING_ON_H2);
    }
}
