package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.kafka.Backlog.Task;
import dev.rerun.kafka.BacklogModel.Partition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Random histories of a backlog: offers, takes, answers, and partitions that come and go. */
class BacklogHistoryTest {
    private static final int PARTITIONS = 3;
    private static final int RUNS = 4;
    private static final int LANES = 3;
    private static final List<BlockAnswer> ANSWERS = List.of(BlockAnswer.values());

    @Test
    void acknowledgesUpToTheFirstBlockThatIsNotDone() {
        for (int seed = 1; seed <= 4000; seed++) {
            new History(seed, 1).play(100);
        }
    }

    @Test
    void acknowledgesNoBlockThatIsNotDoneWhenNeighboursCountAsOne() {
        for (int seed = 1; seed <= 60; seed++) {
            new History(seed, 1500).play(100);
        }
    }

    private static final class History {
        private final SettableNanos clock = new SettableNanos(0);
        private final Backlog backlog = new Backlog(clock);
        private final BacklogModel model = new BacklogModel();
        private final Map<Integer, Long> offsets = new HashMap<>();
        /** What is handed out, with the assignment it belongs to. */
        private final Map<Task, Partition> out = new HashMap<>();
        /** What is handed out and was let go of: revoked, or dropped with its run. */
        private final List<Task> stale = new ArrayList<>();

        private final int seed;
        private final Random random;
        private final int longestBurst;
        /** Whether neighbours may count as one by now. */
        private boolean thinned;

        History(int seed, int longestBurst) {
            this.seed = seed;
            this.random = new Random(seed);
            this.longestBurst = longestBurst;
        }

        void play(int steps) {
            for (int step = 0; step < steps; step++) {
                int dice = random.nextInt(20);
                if (dice < 8) {
                    offer(random.nextInt(PARTITIONS));
                } else if (dice < 13) {
                    take();
                } else if (dice < 18) {
                    answerAny();
                } else if (dice < 19) {
                    answerStale();
                } else {
                    assignOrRevoke(random.nextInt(PARTITIONS));
                }
                check();
            }
            finish();
        }

        private void offer(int partition) {
            Partition messages = model.partition(partition);
            if (messages == null) {
                backlog.offer(partition, 0, new Block(0, 0, 1));
                return;
            }
            long rerunId = random.nextInt(RUNS);
            int lane = random.nextInt(LANES);
            for (int more = random.nextInt(longestBurst); more >= 0; more--) {
                long offset = offsets.merge(partition, 1L + random.nextInt(2), Long::sum);
                if (random.nextInt(8) == 0) {
                    backlog.skip(partition, offset);
                    model.read(partition, offset, null);
                } else {
                    Block block = new Block(rerunId, lane, 1 + random.nextInt(50));
                    backlog.offer(partition, offset, block);
                    model.read(partition, offset, block);
                }
            }
            thinned |= messages.size() > HeldLane.MOST_BLOCKS;
        }

        private void take() {
            if (backlog.lanes() == out.size()) {
                return;
            }
            clock.advance(Duration.ofSeconds(10)); // all pauses are over
            Task task = Objects.requireNonNull(backlog.take());
            Partition partition =
                    Objects.requireNonNull(model.partition(task.lane().partition()));
            Block block = task.block();
            out.forEach((other, of) -> assertThat(of == partition
                            && other.block().rerunId() == block.rerunId()
                            && other.block().lane() == block.lane())
                    .as("seed %d hands out a lane twice", seed)
                    .isFalse());
            if (!thinned) {
                assertThat(model.first(partition, block)).as("seed %d", seed).contains(block);
            }
            out.put(task, partition);
        }

        private void answerAny() {
            if (!out.isEmpty()) {
                Task task = List.copyOf(out.keySet()).get(random.nextInt(out.size()));
                if (random.nextInt(6) == 0) {
                    out.remove(task);
                    backlog.failed(task);
                } else {
                    answer(task, anyAnswer());
                }
            }
        }

        private BlockAnswer anyAnswer() {
            return ANSWERS.get(random.nextInt(ANSWERS.size()));
        }

        private void answer(Task task, BlockAnswer answer) {
            Partition partition = Objects.requireNonNull(out.remove(task));
            long droppedBefore = backlog.dropped();
            backlog.answer(task, answer);
            if (answer == BlockAnswer.DONE) {
                model.done(partition, task.block());
            } else if (answer == BlockAnswer.DROP) {
                model.dropped(task.block().rerunId());
                letGo(other -> other.block().rerunId() == task.block().rerunId());
            }
            assertThat(backlog.dropped() > droppedBefore).isEqualTo(answer == BlockAnswer.DROP);
        }

        private void answerStale() {
            if (!stale.isEmpty()) {
                Task task = stale.remove(random.nextInt(stale.size()));
                backlog.answer(task, anyAnswer());
            }
        }

        private void assignOrRevoke(int partition) {
            if (model.partition(partition) == null) {
                backlog.assign(partition);
                model.assign(partition);
            } else {
                backlog.revoke(Set.of(partition));
                model.revoke(partition);
                letGo(task -> task.lane().partition() == partition);
            }
            // What was not acknowledged is read again, and more than that.
            offsets.put(partition, (long) random.nextInt(100));
        }

        private void letGo(Predicate<Task> which) {
            List<Task> gone = out.keySet().stream().filter(which).toList();
            out.keySet().removeAll(gone);
            stale.addAll(gone);
        }

        private void check() {
            Map<Integer, Long> acknowledged = backlog.acknowledged();
            Map<Integer, Long> expected = model.acknowledged();
            assertThat(acknowledged.keySet()).as("seed %d", seed).isEqualTo(expected.keySet());
            if (thinned) {
                expected.forEach((partition, offset) -> assertThat(acknowledged.get(partition))
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(offset));
            } else {
                assertThat(acknowledged).as("seed %d", seed).isEqualTo(expected);
                assertThat(backlog.lanes()).as("seed %d", seed).isEqualTo(model.lanes());
            }
            assertThat(model.wentBack(acknowledged)).as("seed %d", seed).isFalse();
        }

        /** All that is held is handed out until it is done, and then all is acknowledged. */
        private void finish() {
            while (backlog.lanes() > 0) {
                take();
                List.copyOf(out.keySet()).forEach(task -> answer(task, BlockAnswer.DONE));
                check();
            }
            assertThat(backlog.acknowledged()).as("seed %d", seed).isEqualTo(model.acknowledged());
        }
    }
}
