package dev.rerun.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.kafka.Rotation.Pauses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
    private static final long BEGIN = -5_000_000_000L;
    private static final long LONG_AFTER = BEGIN + Duration.ofHours(1).toNanos();
    private static final Pauses PAUSES = new Pauses(Duration.ofNanos(100), Duration.ofNanos(700));

    private final Rotation rotation = new Rotation();

    @Nested
    class Turns {
        @Test
        void goToOneRunAfterAnotherAndToTheirLanesInSequence() {
            add(1, 0);
            add(1, 1);
            add(1, 2);
            add(2, 0);
            add(3, 0);
            add(3, 1);

            assertThat(given(12))
                    .containsExactly(
                            "1/0", "2/0", "3/0", "1/1", "2/0", "3/1", "1/2", "2/0", "3/0", "1/0", "2/0", "3/1");
        }

        @Test
        void goToALaneOnceUntilItComesBack() {
            HeldLane first = add(1, 0);
            HeldLane second = add(1, 1);

            assertThat(rotation.next(BEGIN)).isSameAs(first);
            assertThat(rotation.next(BEGIN)).isSameAs(second);
            assertThat(rotation.next(LONG_AFTER)).isNull();
            assertThat(rotation.dueNanos()).isEmpty();
            rotation.again(second);
            assertThat(rotation.next(BEGIN)).isSameAs(second);
        }

        @Test
        void passOverLanesThatWereRemoved() {
            HeldLane removed = add(1, 0);
            HeldLane stays = add(1, 1);
            HeldLane handedOut = add(2, 0);
            assertThat(given(2)).containsExactly("1/0", "2/0");

            rotation.remove(removed);
            rotation.remove(handedOut);

            assertThat(removed.isGone()).isTrue();
            assertThat(handedOut.isGone()).isTrue();
            assertThat(rotation.next(BEGIN)).isSameAs(stays);
            assertThat(rotation.next(BEGIN)).isNull();
        }

        @Test
        void ofARunAreOnlyOfLanesThatAreHeld() {
            HeldLane first = add(1, 0);
            HeldLane second = add(1, 1);
            add(2, 0);
            rotation.remove(first);

            assertThat(rotation.ofSameRun(second)).containsExactly(second);
        }
    }

    @Nested
    class ARunThatIsHeldUp {
        @Test
        void waitsWithAllItsLanesAndHoldsUpNoOther() {
            HeldLane waiting = add(1, 0);
            HeldLane handedOut = add(1, 1);
            add(1, 2);
            HeldLane other = add(2, 0);
            assertThat(rotation.next(BEGIN)).isSameAs(waiting);
            assertThat(rotation.next(BEGIN)).isSameAs(other);
            rotation.again(other);
            assertThat(rotation.next(BEGIN)).isSameAs(handedOut);

            holdUp(waiting, BEGIN);
            rotation.again(handedOut);
            add(1, 3);

            assertThat(given(3)).containsExactly("2/0", "2/0", "2/0");
            assertThat(rotation.next(due() - 1)).isSameAs(other);
            assertThat(rotation.next(due()))
                    .isNotNull()
                    .extracting(HeldLane::rerunId)
                    .isEqualTo(1L);
        }

        @Test
        void waitsLongerEachTimeUpToABoundAndShortAgainAfterItWentOn() {
            HeldLane lane = add(1, 0);

            assertThat(pausesInMillis(lane, 9)).containsExactly(10L, 20L, 40L, 80L, 160L, 320L, 500L, 500L, 500L);
            rotation.goesOn(lane);
            assertThat(pausesInMillis(lane, 3)).containsExactly(10L, 20L, 40L);
        }

        @Test
        void waitsOnceHoweverManyOfItsLanesSaySo() {
            HeldLane first = add(1, 0);
            HeldLane second = add(1, 1);
            assertThat(rotation.next(BEGIN)).isSameAs(first);
            assertThat(rotation.next(BEGIN)).isSameAs(second);

            holdUp(first, BEGIN);
            long due = due();
            holdUp(second, BEGIN + 1);

            assertThat(due()).isEqualTo(due);
            assertThat(rotation.next(due)).isSameAs(first);
            assertThat(rotation.next(due)).isSameAs(second);
            assertThat(rotation.dueNanos()).isEmpty();
        }

        @Test
        void beginsAnewWhenAllItsLanesWereRemovedMeanwhile() {
            HeldLane removed = add(1, 0);
            assertThat(rotation.next(BEGIN)).isSameAs(removed);
            holdUp(removed, BEGIN);
            rotation.remove(removed);

            HeldLane added = add(1, 0);

            assertThat(rotation.next(BEGIN)).isSameAs(added);
            assertThat(rotation.next(LONG_AFTER))
                    .as("not twice, after the former wait")
                    .isNull();
        }

        private List<Long> pausesInMillis(HeldLane lane, int times) {
            List<Long> pauses = new ArrayList<>();
            long now = BEGIN;
            for (int time = 0; time < times; time++) {
                assertThat(rotation.next(now)).isSameAs(lane);
                holdUp(lane, now);
                assertThat(rotation.next(due() - 1)).isNull();
                pauses.add(Duration.ofNanos(due() - now).toMillis());
                now = due();
            }
            assertThat(rotation.next(now)).isSameAs(lane);
            rotation.again(lane);
            return pauses;
        }
    }

    @Nested
    class ALaneThatComesBackLater {
        @Test
        void holdsUpNoOtherLaneOfItsRun() {
            HeldLane later = add(1, 0);
            HeldLane other = add(1, 1);
            assertThat(rotation.next(BEGIN)).isSameAs(later);
            rotation.againLater(later, PAUSES, BEGIN);

            for (int turn = 0; turn < 3; turn++) {
                assertThat(rotation.next(BEGIN + 99)).isSameAs(other);
                rotation.again(other);
            }
            assertThat(List.of(next(BEGIN + 100), next(BEGIN + 100))).containsExactlyInAnyOrder(later, other);
        }

        @Test
        void waitsLongerEachTimeUpToABoundAndShortAgainAfterASuccess() {
            HeldLane lane = add(1, 0);
            long now = BEGIN;
            for (long pause : new long[] {100, 200, 400, 700, 700}) {
                assertThat(rotation.next(now)).isSameAs(lane);
                rotation.againLater(lane, PAUSES, now);
                assertThat(rotation.next(now + pause - 1)).isNull();
                assertThat(due()).isEqualTo(now + pause);
                now += pause;
            }
            assertThat(rotation.next(now)).isSameAs(lane);
            lane.succeeded();
            rotation.againLater(lane, PAUSES, now);
            assertThat(due()).isEqualTo(now + 100);
        }

        @Test
        void doesNotComeBackWhenItWasRemoved() {
            HeldLane lane = add(1, 0);
            assertThat(rotation.next(BEGIN)).isSameAs(lane);
            rotation.againLater(lane, PAUSES, BEGIN);
            rotation.remove(lane);

            assertThat(rotation.next(LONG_AFTER)).isNull();
        }

        @Test
        void waitsWithItsRunWhenThatIsHeldUp() {
            HeldLane later = add(1, 0);
            HeldLane waiting = add(1, 1);
            assertThat(rotation.next(BEGIN)).isSameAs(later);
            assertThat(rotation.next(BEGIN)).isSameAs(waiting);
            rotation.againLater(later, PAUSES, BEGIN);
            holdUp(waiting, BEGIN);

            assertThat(rotation.next(BEGIN + 100)).isNull();
            assertThat(rotation.next(due())).isNotNull();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, Integer.MAX_VALUE})
    void keepsPausesWithinTheirBoundAfterManyTries(int earlier) {
        assertThat(PAUSES.nanos(earlier)).isEqualTo(700);
    }

    private HeldLane add(long rerunId, int number) {
        HeldLane lane = new HeldLane(0, rerunId, number);
        rotation.add(lane);
        return lane;
    }

    /** What a worker does whose lane's run has to wait. */
    private void holdUp(HeldLane lane, long now) {
        rotation.again(lane);
        rotation.holdUp(lane, now);
    }

    private long due() {
        return rotation.dueNanos().orElseThrow();
    }

    private HeldLane next(long now) {
        return Objects.requireNonNull(rotation.next(now));
    }

    private List<String> given(int times) {
        List<String> given = new ArrayList<>();
        for (int time = 0; time < times; time++) {
            HeldLane lane = next(BEGIN);
            given.add(lane.rerunId() + "/" + lane.number());
            rotation.again(lane);
        }
        return given;
    }
}
