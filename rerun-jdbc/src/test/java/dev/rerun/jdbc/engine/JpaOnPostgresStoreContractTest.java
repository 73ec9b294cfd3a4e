package dev.rerun.jdbc.engine;

class JpaOnPostgresStoreContractTest extends HostStoreContractTest {
    JpaOnPostgresStoreContractTest() {
        super(TestHost.JPA_ON_POSTGRESQL);
    }
}
