package dev.rerun.reliability.faults;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A stream that publishes all blocks several times, one time after the other, and that asks for the work on each as often, all at
 * once.
 */
record Repeating(ActivityStream real, int times) implements ActivityStream {
    @Override
    public void checkReady() {
        real.checkReady();
    }

    @Override
    public void publish(Iterable<Block> blocks) {
        for (int time = 1; time <= times; time++) {
            real.publish(blocks);
        }
    }

    @Override
    public void subscribe(int workers, LaneWorker worker) {
        real.subscribe(workers, new LaneWorker() {
            @Override
            public BlockAnswer work(Block block) {
                return several(() -> worker.work(block)).get(0);
            }

            @Override
            public boolean workAny() {
                return several(worker::workAny).contains(true);
            }
        });
    }

    private <T> List<T> several(Supplier<T> work) {
        List<CompletableFuture<T>> all = Stream.generate(
                        () -> CompletableFuture.supplyAsync(work, task -> new Thread(task, "delivers again").start()))
                .limit(times)
                .toList();
        return all.stream().map(CompletableFuture::join).toList();
    }

    @Override
    public void close() {
        real.close();
    }
}
