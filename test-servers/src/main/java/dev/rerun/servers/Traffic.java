package dev.rerun.servers;

import dev.rerun.servers.TcpProxy.Direction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How bytes go through a {@link TcpProxy} at the moment, and what is to happen to those that come. */
final class Traffic {
    private record AtAnswer(long number, Runnable event) {}

    private record Loss(String request, Runnable event) {}

    private final Map<Direction, Duration> delays = new EnumMap<>(Direction.class);
    private final Set<Direction> held = EnumSet.noneOf(Direction.class);
    private long answers;
    private @Nullable AtAnswer atAnswer;
    private @Nullable Loss loss;
    private int requestsToLoss;

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

    synchronized void loseAnswer(String request, int number, Runnable event) {
        loss = new Loss(request, event);
        requestsToLoss = number;
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

    /** What is to happen when the answer to a request is lost; if it is not to be, what was to happen before. */
    synchronized @Nullable Runnable onLoss(byte[] request, @Nullable Runnable before) {
        Loss wanted = loss;
        if (wanted == null || !new String(request, StandardCharsets.ISO_8859_1).contains(wanted.request())) {
            return before;
        }
        requestsToLoss--;
        if (requestsToLoss > 0) {
            return before;
        }
        loss = null;
        return wanted.event();
    }
}
