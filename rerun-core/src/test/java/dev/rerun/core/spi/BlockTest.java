package dev.rerun.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BlockTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void hasNoContextUnlessOneIsGiven() {
        assertThat(new Block(7, 0, 3).context()).isEmpty();
        assertThat(new Block(7, 0, 3)).isEqualTo(new Block(7, 0, 3, Map.of()));
    }

    @Test
    void copiesItsContext() {
        Map<String, String> context = new HashMap<>(Map.of("traceparent", PARENT));
        Block block = new Block(7, 0, 3, context);

        context.clear();

        assertThat(block.context()).isEqualTo(Map.of("traceparent", PARENT));
    }

    @Test
    void carriesTheLongestTraceStateThereIs() {
        Map<String, String> longest = Map.of("traceparent", PARENT, "tracestate", "x".repeat(512));

        assertThat(new Block(7, 0, 3, longest).context()).isEqualTo(longest);
    }

    static Stream<Map<String, String>> others() {
        return Stream.of(
                Map.of("baggage", "user=me"),
                Map.of("traceparent", PARENT, "Traceparent", PARENT),
                Map.of("tracestate", "x".repeat(591)),
                Map.of("tracestate", "caf\u00e9"),
                Map.of("tracestate", "a\nb"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void refusesAnyOtherContext(Map<String, String> other) {
        assertThat(Block.canCarry(other)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Block(7, 0, 3, other))
                .withMessageContaining("cannot carry");
    }

    @Test
    void boundsNamesAndValuesTogether() {
        assertThat(Block.canCarry(Map.of("tracestate", "x".repeat(590)))).isTrue();
    }
}
