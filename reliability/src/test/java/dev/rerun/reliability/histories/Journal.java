package dev.rerun.reliability.histories;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** What the host remembers by itself: when it gave which entries and commands, by a count of its own, and what it was answered. */
final class Journal {
    private final AtomicLong now = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong(1_000);
    private final Map<String, AtomicLong> newest = new ConcurrentHashMap<>();
    private final Map<String, List<Known>> crossings = new ConcurrentHashMap<>();
    private final List<Command> commands = Collections.synchronizedList(new ArrayList<>());
    private final List<Evidence> beforePurges = Collections.synchronizedList(new ArrayList<>());

    /** A crossing that was processed for the first time between two moments. */
    record Known(Crossing crossing, long from, long until) {}

    /** What a command was answered. */
    enum Answer {
        DONE,
        REFUSED,
        UNKNOWN
    }

    /** A command, whose reason is its number, given between two moments. */
    record Command(long number, String action, Answer answer, long from, long until) {
        String reason() {
            return reason(number);
        }

        static String reason(long number) {
            return "command " + number;
        }
    }

    long now() {
        return now.incrementAndGet();
    }

    /** For a command that no action asks for. */
    long newNumber() {
        return numbers.incrementAndGet();
    }

    long newId(String app) {
        return newest(app).incrementAndGet();
    }

    private AtomicLong newest(String app) {
        return newest.computeIfAbsent(app, name -> new AtomicLong());
    }

    void processed(Crossing crossing, long from, long until) {
        newest(crossing.app()).accumulateAndGet(crossing.id(), Math::max);
        crossings
                .computeIfAbsent(crossing.app(), app -> Collections.synchronizedList(new ArrayList<>()))
                .add(new Known(crossing, from, until));
    }

    List<Known> crossings(String app) {
        return List.copyOf(crossings.getOrDefault(app, List.of()));
    }

    void commanded(Command command) {
        commands.add(command);
    }

    List<Command> commands() {
        return List.copyOf(commands);
    }

    /** What a purge may forget. */
    void beforePurge(Evidence evidence) {
        evidence.forgetAllButRuns();
        beforePurges.add(evidence);
    }

    List<Evidence> beforePurges() {
        return List.copyOf(beforePurges);
    }
}
