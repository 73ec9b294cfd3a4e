package dev.rerun.verification.engine;

class JpaOnPostgresStoreContractTest extends HostStoreContractTest {
    JpaOnPostgresStoreContractTest() {
        super(TestHost.JPA_ON_POSTGRESQL);
    }
}
