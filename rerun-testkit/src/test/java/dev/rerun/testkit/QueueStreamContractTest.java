package dev.rerun.testkit;

import dev.rerun.core.spi.ActivityStream;

class QueueStreamContractTest implements ActivityStreamContract {
    private QueueStream last = new QueueStream();

    @Override
    public ActivityStream newStream() {
        last = new QueueStream();
        return last;
    }

    @Override
    public ActivityStream newPeer() {
        return last.peer();
    }
}
