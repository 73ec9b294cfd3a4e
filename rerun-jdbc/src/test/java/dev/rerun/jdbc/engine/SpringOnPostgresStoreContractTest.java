package dev.rerun.jdbc.engine;

class SpringOnPostgresStoreContractTest extends HostStoreContractTest implements AllContracts {
    SpringOnPostgresStoreContractTest() {
        super(TestHost.SPRING_ON_POSTGRESQL);
    }
}
