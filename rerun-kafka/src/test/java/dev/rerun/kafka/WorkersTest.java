package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What workers say of runs that fail, and what they do about them. */
class WorkersTest {
    private static final long FAILING = 100_001;
    private static final long OTHER = 100_002;
    private static final int LANES = 4;

    private final Backlog backlog = new Backlog(System::nanoTime);
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private volatile boolean outOfOrder = true;

    private final LaneWorker worker = new LaneWorker() {
        @Override
        public BlockAnswer work(Block block) {
            if (block.rerunId() == FAILING && outOfOrder) {
                failures.incrementAndGet();
                throw new IllegalStateException("made to fail by the test");
            }
            done.incrementAndGet();
            return BlockAnswer.DONE;
        }

        @Override
        public boolean workAny() {
            return false;
        }
    };

    @Test
    void aRunThatFailsIsSaidOnceWhateverElseSucceedsAndIsWorkedOnWhenItCanBe() {
        backlog.assign(0);
        Workers workers = new Workers(2, backlog, worker);
        try (LogLines log = new LogLines()) {
            workers.start();
            int others = 0;
            offer(FAILING, 0);
            for (int round = 1; round <= 3; round++) {
                await(failures, round * LANES);
                offer(OTHER, (long) round * LANES);
                others += LANES;
                await(done, others);
            }
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("Rerun " + FAILING + ", A batch failed as a whole");

            outOfOrder = false;
            await(done, others + LANES);
        } finally {
            backlog.close();
            workers.join();
        }
    }

    private void offer(long run, long offset) {
        for (int lane = 0; lane < LANES; lane++) {
            backlog.offer(0, offset + lane, new Block(run, lane, 1));
        }
    }

    private static void await(AtomicInteger count, int reached) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> count.get() >= reached);
    }
}
