package dev.rerun.servers;

import dev.rerun.servers.TcpProxy.Direction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** How bytes go through a {@link TcpProxy} at the moment, and what is to happen to those that come. */
final class Traffic {
    private record AtAnswer(long number, Runnable event) {}

    private record Loss(String request, BooleanSupplier wanted) {}

    private final Map<Direction, Duration> delays = new EnumMap<>(Direction.class);
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private long answers;
    private @Nullable AtAnswer atAnswer;
    private @Nullable Loss loss;

    synchronized void delay(Direction direction, Duration time) {
        delays.put(direction, time);
    }

    synchronized void hold(Direction direction) {
        held.add(direction);
    }

    synchronized void restore() {
        delays.clear();
        held.clear();
        notifyAll();
    }

    synchronized long answers() {
        return answers;
    }

    synchronized void atAnswer(long number, Runnable event) {
        atAnswer = new AtAnswer(answers + number, event);
    }

    synchronized void loseAnswer(String request, BooleanSupplier wanted) {
        loss = new Loss(request, wanted);
    }

    /** Returns when a piece may go on in a direction. */
    void awaitPassage(Direction direction) {
        try {
            Thread.sleep(delay(direction).toMillis());
            synchronized (this) {
                while (held.contains(direction)) {
                    wait();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a proxy", e);
        }
    }

    private synchronized Duration delay(Direction direction) {
        return delays.getOrDefault(direction, Duration.ZERO);
    }

    /** Counts an answer; the event that is due happens on the thread of its connection. */
    void answered() {
        AtAnswer due = null;
        synchronized (this) {
            answers++;
            if (atAnswer != null && atAnswer.number() == answers) {
                due = atAnswer;
                atAnswer = null;
            }
        }
        if (due != null) {
            due.event().run();
        }
    }

    /** Whether the answer to a request may be one that is to be lost. */
    synchronized boolean mayLoseAnswerTo(byte[] request) {
        return loss != null && new String(request, StandardCharsets.ISO_8859_1).contains(loss.request());
    }

    /** Whether the answer to such a request is the one. */
    boolean losesAnswer() {
        Loss asked;
        synchronized (this) {
            asked = loss;
        }
        if (asked == null || !asked.wanted().getAsBoolean()) {
            return false;
        }
        synchronized (this) {
            loss = null;
        }
        return true;
    }
}
