package dev.rerun.verification.engine;

class SpringOnPostgresStoreContractTest extends HostStoreContractTest {
    SpringOnPostgresStoreContractTest() {
        super(TestHost.SPRING_ON_POSTGRESQL);
    }
}
