package dev.rerun.core.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PositionTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static Position at(Instant time, String id) {
        return new Position(time, id);
    }

    @Test
    void comesByTimeFirst() {
        assertThat(at(NOON, "9")).isLessThan(at(NOON.plusNanos(1000), "1"));
    }

    @Test
    void takesWholeNumbersByValue() {
        assertThat(at(NOON, "9")).isLessThan(at(NOON, "10"));
        assertThat(at(NOON, "-2")).isLessThan(at(NOON, "1"));
        assertThat(at(NOON, "9223372036854775807")).isLessThan(at(NOON, "9223372036854775808"));
    }

    @Test
    void takesOtherIdsAsTextsAfterTheNumbers() {
        assertThat(at(NOON, "10")).isLessThan(at(NOON, "1a"));
        assertThat(at(NOON, "a10")).isLessThan(at(NOON, "a9"));
    }

    @Test
    void isConsistentWithEquals() {
        assertThat(at(NOON, "01")).isNotEqualByComparingTo(at(NOON, "1"));
    }
}
