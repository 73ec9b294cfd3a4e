package dev.rerun.testkit;

import dev.rerun.core.spi.ActivityStream;

class QueueStreamContractTest implements ActivityStreamContract {
    @Override
    public ActivityStream newStream() {
        return new QueueStream();
    }
}
