package dev.rerun.jdbc.engine;

class SpringOnPostgresStoreContractTest extends HostStoreContractTest implements HostTransactionContracts {
    SpringOnPostgresStoreContractTest() {
        super(TestHost.SPRING_ON_POSTGRESQL);
    }
}
