package dev.rerun.kafka;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.testkit.ActivityStreamContract;

class KafkaStreamContractTest implements ActivityStreamContract {
    private final TestTopics topics = new TestTopics();

    @Override
    public ActivityStream newStream() {
        topics.next();
        ActivityStream stream = newPeer();
        stream.checkReady();
        return stream;
    }

    @Override
    public ActivityStream newPeer() {
        return topics.stream().build();
    }
}
