package dev.rerun.jdbc.engine;

class SpringOnPostgresStoreContractTest extends HostStoreContractTest {
    SpringOnPostgresStoreContractTest() {
        super(TestHost.SPRING_ON_POSTGRESQL);
    }
}
