package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.core.spi.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldLaneTest {
    private final HeldLane lane = new HeldLane(3, 77, 5);

    @Test
    void beginsWithTheBlockThatWasReadFirst() {
        lane.add(100, 10);
        lane.add(101, 20);

        assertThat(lane.first()).isEqualTo(new Block(77, 5, 10));
        assertThat(lane.firstOffset()).isEqualTo(100);
        assertThat(lane.messages()).isEqualTo(2);
    }

    @Test
    void letsGoOfDuplicatesAndLowerNumbersBehindWhatIsDone() {
        lane.add(100, 10);
        lane.add(101, 10);
        lane.add(102, 4);
        lane.add(103, 11);
        lane.add(104, 10);

        lane.reached(10);

        assertThat(lane.first()).isEqualTo(new Block(77, 5, 11));
        assertThat(lane.firstOffset()).isEqualTo(103);
        assertThat(lane.isDone()).isFalse();
    }

    @Test
    void isDoneWhenTheHighestNumberIsReached() {
        lane.add(100, 10);
        lane.add(101, 30);
        lane.add(102, 20);

        lane.reached(30);

        assertThat(lane.isDone()).isTrue();
        assertThat(lane.messages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 1026, 1537, 1538, 2050, 50_000})
    void keepsABoundedNumberApartAndCountsAllMessages(int messages) {
        for (int offset = 0; offset < messages; offset++) {
            lane.add(offset, offset + 1);
        }

        assertThat(lane.messages()).isEqualTo(messages);
        int kept = 0;
        while (!lane.isDone()) {
            lane.reached(lane.first().upTo());
            kept++;
        }
        assertThat(kept).isBetween(Math.min(messages, HeldLane.MOST_BLOCKS / 2), HeldLane.MOST_BLOCKS);
    }

    @Test
    void acknowledgesThinnedBlocksOnlyWithTheHigherOfNeighbours() {
        lane.add(0, 9);
        lane.add(1, 2);
        for (int offset = 2; offset <= HeldLane.MOST_BLOCKS; offset++) {
            lane.add(offset, 100 + offset);
        }

        assertThat(lane.first().upTo()).isEqualTo(9);
        lane.reached(8);
        assertThat(lane.firstOffset()).isZero();
        lane.reached(9);
        assertThat(lane.firstOffset()).isEqualTo(2);
        lane.reached(102);
        assertThat(lane.firstOffset()).as("its neighbour is not done").isEqualTo(2);
        lane.reached(103);
        assertThat(lane.firstOffset()).isEqualTo(4);
    }
}
