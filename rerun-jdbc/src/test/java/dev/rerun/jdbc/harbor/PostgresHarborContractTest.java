package dev.rerun.jdbc.harbor;

class PostgresHarborContractTest extends HarborContracts {
    PostgresHarborContractTest() {
        super(HarborStores.POSTGRESQL);
    }
}
