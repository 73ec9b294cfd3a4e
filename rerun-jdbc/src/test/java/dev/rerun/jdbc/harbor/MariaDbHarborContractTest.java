package dev.rerun.jdbc.harbor;

class MariaDbHarborContractTest extends HarborContracts {
    MariaDbHarborContractTest() {
        super(HarborStores.MARIADB);
    }
}
