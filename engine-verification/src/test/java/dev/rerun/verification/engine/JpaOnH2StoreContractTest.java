package dev.rerun.verification.engine;

class JpaOnH2StoreContractTest extends HostStoreContractTest implements HostTransactionContracts {
    JpaOnH2StoreContractTest() {
        super(TestHost.JPA_ON_H2);
    }
}
