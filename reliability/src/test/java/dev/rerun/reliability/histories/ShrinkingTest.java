package dev.rerun.reliability.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A history that fails is made small. */
class ShrinkingTest {
    private final List<Action> actions = Action.sequence(new Random(1), 41);

    @Test
    void keepsTheActionsThatMatter() {
        Shrinking shrinking = new Shrinking(left -> numbers(left).containsAll(List.of(3, 17, 40)));

        assertThat(numbers(shrinking.shrink(actions))).containsExactly(3, 17, 40);
    }

    @Test
    void keepsNothingWhereItFailsAnyway() {
        assertThat(new Shrinking(left -> true).shrink(actions)).isEmpty();
    }

    @Test
    void triesAgainWhatDoesNotFailEveryTime() {
        AtomicInteger tries = new AtomicInteger();
        Shrinking shrinking = new Shrinking(left ->
                tries.incrementAndGet() % Shrinking.TRIES == 0 && numbers(left).contains(5));

        assertThat(numbers(shrinking.shrink(actions))).containsExactly(5);
    }

    private static List<Integer> numbers(List<Action> left) {
        return left.stream().map(Action::number).toList();
    }
}
