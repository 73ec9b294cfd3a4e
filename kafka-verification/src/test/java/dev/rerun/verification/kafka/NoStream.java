package dev.rerun.verification.kafka;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;

/** A stream for engines that start no runs. */
final class NoStream implements ActivityStream {
    @Override
    public void checkReady() {}

    @Override
    public void publish(Iterable<Block> blocks) {}

    @Override
    public void subscribe(int workers, LaneWorker worker) {}

    @Override
    public void close() {}
}
