package dev.rerun.verification.harbor;

class H2HarborContractTest extends HarborContracts {
    H2HarborContractTest() {
        super(HarborStores.H2);
    }
}
