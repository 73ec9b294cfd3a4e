package dev.rerun.kafka;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: one run after another, and of each run one lane after another. A run or a lane that has to wait holds up no
 * other, and waits longer each time. For one thread at a time.
 */
final class Rotation {
    private static final Pauses OF_RUNS = new Pauses(Duration.ofMillis(10), Duration.ofMillis(500));

    private final Map<Long, Turn> turns = new HashMap<>();
    private final Deque<Turn> rotation = new ArrayDeque<>();
    private final PriorityQueue<Later> later = new PriorityQueue<>(Comparator.comparingLong(Later::dueNanos));

    /** Pauses that double from one to the next. */
    record Pauses(Duration first, Duration longest) {
        long nanos(int earlier) {
            return Math.min(longest.toNanos(), first.toNanos() << Math.min(earlier, 16));
        }
    }

    /** What happens at an instant. */
    private record Later(long dueNanos, Runnable event) {}

    /** A run, with the lanes that could be worked on now. */
    private static final class Turn {
        private final Set<HeldLane> lanes = new LinkedHashSet<>();
        private final Set<HeldLane> ready = new LinkedHashSet<>();
        private boolean inRotation;
        private boolean waiting;
        private int waits;
    }

    /** Begins with a lane. */
    void add(HeldLane lane) {
        Turn turn = turns.computeIfAbsent(lane.rerunId(), unknown -> new Turn());
        turn.lanes.add(lane);
        ready(turn, lane);
    }

    /** Gives a lane that was handed out its next turn. */
    void again(HeldLane lane) {
        ready(turn(lane), lane);
    }

    /** Gives a lane that was handed out its next turn after a pause. */
    void againLater(HeldLane lane, Pauses pauses, long nowNanos) {
        later.add(new Later(nowNanos + pauses.nanos(lane.failedTries()), () -> {
            if (!lane.isGone()) {
                again(lane);
            }
        }));
    }

    /** Passes over a lane's run for a while. */
    void holdUp(HeldLane lane, long nowNanos) {
        Turn turn = turn(lane);
        if (turn.waiting) {
            return;
        }
        turn.waiting = true;
        if (turn.inRotation) {
            leave(turn);
        }
        later.add(new Later(nowNanos + OF_RUNS.nanos(turn.waits), () -> {
            turn.waiting = false;
            enter(turn);
        }));
        turn.waits++;
    }

    /** Takes note that a lane's run has not to wait, so that its next pause is a short one. */
    void goesOn(HeldLane lane) {
        turn(lane).waits = 0;
    }

    /** Lets go of a lane, whether handed out or not. */
    void remove(HeldLane lane) {
        lane.letGo();
        Turn turn = turn(lane);
        turn.lanes.remove(lane);
        turn.ready.remove(lane);
        if (turn.inRotation && turn.ready.isEmpty()) {
            leave(turn);
        }
        if (turn.lanes.isEmpty()) {
            turns.remove(lane.rerunId());
        }
    }

    /** All lanes of a lane's run. */
    List<HeldLane> ofSameRun(HeldLane lane) {
        return List.copyOf(turn(lane).lanes);
    }

    /** Hands out the lane whose turn it is; null if there is none now. */
    @Nullable
    HeldLane next(long nowNanos) {
        while (!later.isEmpty() && later.element().dueNanos() - nowNanos <= 0) {
            later.remove().event().run();
        }
        Turn turn = rotation.poll();
        if (turn == null) {
            return null;
        }
        turn.inRotation = false;
        HeldLane lane = turn.ready.iterator().next();
        turn.ready.remove(lane);
        enter(turn);
        return lane;
    }

    /** When {@link #next} may have more than now; empty if not by itself. */
    OptionalLong dueNanos() {
        return later.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(later.element().dueNanos());
    }

    private Turn turn(HeldLane lane) {
        Turn turn = turns.get(lane.rerunId());
        if (turn == null) {
            throw new IllegalStateException("no lane of rerun " + lane.rerunId() + " is held");
        }
        return turn;
    }

    private void ready(Turn turn, HeldLane lane) {
        turn.ready.add(lane);
        enter(turn);
    }

    /** Puts a run at the end of the rotation, if it has anything to work on and is not there. */
    private void enter(Turn turn) {
        if (!turn.inRotation && !turn.waiting && !turn.ready.isEmpty()) {
            turn.inRotation = true;
            rotation.add(turn);
        }
    }

    private void leave(Turn turn) {
        rotation.remove(turn);
        turn.inRotation = false;
    }
}
