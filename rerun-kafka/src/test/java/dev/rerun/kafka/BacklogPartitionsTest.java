package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.kafka.Backlog.Task;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Partitions that come and go, and how far they are acknowledged. */
class BacklogPartitionsTest {
    private static final long RUN = 1;
    private static final long OTHER = 2;

    private final SettableNanos clock = new SettableNanos(0);
    private final Backlog backlog = new Backlog(clock);

    @BeforeEach
    void assign() {
        backlog.assign(0);
        backlog.assign(1);
    }

    @Test
    void thatWereRevokedAreForgottenWithWhatIsSaidOfThem() {
        backlog.offer(0, 0, new Block(RUN, 0, 5));
        backlog.offer(1, 0, new Block(OTHER, 0, 5));
        Task revoked = take();
        backlog.revoke(Set.of(0));

        assertThat(backlog.acknowledged()).isEqualTo(Map.of(1, 0L));
        assertThat(backlog.lanes()).isEqualTo(1);
        for (BlockAnswer answer : BlockAnswer.values()) {
            backlog.answer(revoked, answer);
        }
        backlog.failed(revoked);
        assertThat(backlog.dropped()).isZero();
        assertThat(backlog.lanes()).isEqualTo(1);
        clock.advance(Duration.ofMinutes(1));
        for (int time = 0; time < 3; time++) {
            Task task = take();
            assertThat(task.block().rerunId()).isEqualTo(OTHER);
            backlog.answer(task, BlockAnswer.MORE);
        }
    }

    @Test
    void thatCameBackOweNothingToAnswersFromBefore() {
        backlog.offer(0, 0, new Block(RUN, 0, 5));
        Task before = take();
        backlog.revoke(Set.of(0));
        backlog.assign(0);
        backlog.offer(0, 0, new Block(RUN, 0, 5));

        backlog.answer(before, BlockAnswer.DONE);
        assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 0L));
        backlog.answer(before, BlockAnswer.DROP);
        assertThat(backlog.lanes()).isEqualTo(1);

        backlog.answer(take(), BlockAnswer.DONE);
        assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 1L));
    }

    @Test
    void ofWhichNothingWasReadAcknowledgeNothing() {
        assertThat(backlog.acknowledged()).isEmpty();
        backlog.revoke(Set.of(0, 1, 2));
        assertThat(backlog.acknowledged()).isEmpty();
    }

    @Test
    void goOnBehindMessagesThatAreSkipped() {
        backlog.skip(0, 40);
        assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 41L));
        backlog.offer(0, 41, new Block(RUN, 0, 1));
        backlog.skip(0, 42);
        assertThat(backlog.acknowledged()).as("a block before it is not done").isEqualTo(Map.of(0, 41L));
        backlog.answer(take(), BlockAnswer.DONE);
        assertThat(backlog.acknowledged()).isEqualTo(Map.of(0, 43L));
    }

    private Task take() {
        return Objects.requireNonNull(backlog.take());
    }
}
