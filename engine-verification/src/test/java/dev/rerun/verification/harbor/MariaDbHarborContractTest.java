package dev.rerun.verification.harbor;

class MariaDbHarborContractTest extends HarborContracts {
    MariaDbHarborContractTest() {
        super(HarborStores.MARIADB);
    }
}
