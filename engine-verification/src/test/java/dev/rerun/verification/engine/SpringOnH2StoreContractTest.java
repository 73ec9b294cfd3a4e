package dev.rerun.verification.engine;

class SpringOnH2StoreContractTest extends HostStoreContractTest {
    SpringOnH2StoreContractTest() {
        super(TestHost.SPRING_ON_H2);
    }
}
