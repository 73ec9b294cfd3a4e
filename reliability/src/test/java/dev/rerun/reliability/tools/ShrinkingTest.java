package dev.rerun.reliability.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A list that fails is made small. */
class ShrinkingTest {
    private static final int TRIES = 3;

    private final List<Integer> numbers = IntStream.rangeClosed(0, 40).boxed().toList();

    @Test
    void keepsWhatMatters() {
        Shrinking<Integer> shrinking = new Shrinking<>(TRIES, left -> left.containsAll(List.of(3, 17, 40)));

        assertThat(shrinking.shrink(numbers)).containsExactly(3, 17, 40);
    }

    @Test
    void keepsNothingWhereItFailsAnyway() {
        assertThat(new Shrinking<Integer>(TRIES, left -> true).shrink(numbers)).isEmpty();
    }

    @Test
    void triesAgainWhatDoesNotFailEveryTime() {
        AtomicInteger tries = new AtomicInteger();
        Shrinking<Integer> shrinking =
                new Shrinking<>(TRIES, left -> tries.incrementAndGet() % TRIES == 0 && left.contains(5));

        assertThat(shrinking.shrink(numbers)).containsExactly(5);
    }
}
