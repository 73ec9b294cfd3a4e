package dev.rerun.verification.harbor;

class PostgresHarborContractTest extends HarborContracts {
    PostgresHarborContractTest() {
        super(HarborStores.POSTGRESQL);
    }
}
