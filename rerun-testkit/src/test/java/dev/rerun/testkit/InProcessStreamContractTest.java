package dev.rerun.testkit;

import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ActivityStream;

class InProcessStreamContractTest implements ActivityStreamContract {
    @Override
    public ActivityStream newStream() {
        return new InProcessStream();
    }

    @Override
    public ActivityStream newPeer() {
        return newStream();
    }
}
