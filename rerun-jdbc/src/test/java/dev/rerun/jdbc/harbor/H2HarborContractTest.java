package dev.rerun.jdbc.harbor;

class H2HarborContractTest extends HarborContracts {
    H2HarborContractTest() {
        super(HarborStores.H2);
    }
}
