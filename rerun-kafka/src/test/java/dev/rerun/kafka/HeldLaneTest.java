package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.core.spi.Block;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeldLaneTest {
    private final HeldLane lane = new HeldLane(3, 77, 5);

    private void add(long offset, long upTo) {
        lane.add(offset, new Block(77, 5, upTo));
    }

    private void add(long offset, long upTo, String state) {
        lane.add(offset, new Block(77, 5, upTo, Map.of("tracestate", state)));
    }

    @Test
    void goesWithTheNewestContextThatThereIs() {
        add(100, 10);
        assertThat(lane.first().context()).isEmpty();

        add(101, 20, "a=1");
        add(102, 30, "a=2");
        add(103, 40);

        assertThat(lane.first()).isEqualTo(new Block(77, 5, 10, Map.of("tracestate", "a=2")));
        lane.reached(30);
        assertThat(lane.first()).isEqualTo(new Block(77, 5, 40, Map.of("tracestate", "a=2")));
    }

    @Test
    void beginsWithTheBlockThatWasReadFirst() {
        add(100, 10);
        add(101, 20);

        assertThat(lane.first()).isEqualTo(new Block(77, 5, 10));
        assertThat(lane.firstOffset()).isEqualTo(100);
        assertThat(lane.messages()).isEqualTo(2);
    }

    @Test
    void letsGoOfDuplicatesAndLowerNumbersBehindWhatIsDone() {
        add(100, 10);
        add(101, 10);
        add(102, 4);
        add(103, 11);
        add(104, 10);

        lane.reached(10);

        assertThat(lane.first()).isEqualTo(new Block(77, 5, 11));
        assertThat(lane.firstOffset()).isEqualTo(103);
        assertThat(lane.isDone()).isFalse();
    }

    @Test
    void isDoneWhenTheHighestNumberIsReached() {
        add(100, 10);
        add(101, 30);
        add(102, 20);

        lane.reached(30);

        assertThat(lane.isDone()).isTrue();
        assertThat(lane.messages()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1023, 1024, 1025, 1026, 1537, 1538, 2050, 50_000})
    void keepsABoundedNumberApartAndCountsAllMessages(int messages) {
        for (int offset = 0; offset < messages; offset++) {
            add(offset, offset + 1);
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
        add(0, 9);
        add(1, 2);
        for (int offset = 2; offset <= HeldLane.MOST_BLOCKS; offset++) {
            add(offset, 100 + offset);
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
