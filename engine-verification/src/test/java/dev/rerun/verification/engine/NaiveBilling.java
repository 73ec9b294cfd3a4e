package dev.rerun.verification.engine;

import dev.rerun.api.RegisterItem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a register must hold after first processing, a host's doings and a rerun, worked out in one thread with plain loops.
 * It shares nothing with the engine but the wording of the rules.
 *
 * <p>The contract: an entry costs its units at the version's rate, and half of that once its key has ten units or more from
 * earlier entries in the register. An entry with negative units voids the newest earlier fee of its key that has no void.
 */
final class NaiveBilling {
    /** One event. */
    record Event(int id, String key, Instant time, int units, boolean hasContract) {}

    /** One line of the register. */
    static final class Line {
        final String uniqueKey;
        final @Nullable Event event;
        final Instant time;
        BigDecimal amount;
        final int units;
        final @Nullable String refersTo;
        final boolean ui;
        boolean invoiced;
        boolean ofRerun;

        Line(
                String uniqueKey,
                @Nullable Event event,
                Instant time,
                BigDecimal amount,
                int units,
                @Nullable String refersTo) {
            this.uniqueKey = uniqueKey;
            this.event = event;
            this.time = time;
            this.amount = amount;
            this.units = units;
            this.refersTo = refersTo;
            this.ui = event == null;
        }

        @Override
        public String toString() {
            return uniqueKey + "|" + amount.stripTrailingZeros().toPlainString() + "|" + units + "|"
                    + (ofRerun ? "R" : "");
        }
    }

    final Map<String, Line> register = new TreeMap<>();
    final List<Event> events = new ArrayList<>();

    NaiveBilling(List<Event> unsorted) {
        events.addAll(unsorted);
        events.sort(Comparator.comparing(Event::time).thenComparing(Event::id));
    }

    void firstProcessing(BigDecimal rate) {
        for (Event event : events) {
            if (event.hasContract) {
                Line line = calculate(event, rate);
                if (line != null) {
                    register.put(line.uniqueKey, line);
                }
            }
        }
    }

    /** Returns the numbers of entries rerun, items deleted and items retained. */
    List<Integer> rerun(Instant cutoff, @Nullable Instant until, Instant now, Duration retention, BigDecimal rate) {
        List<Event> selected = selected(cutoff, until, now, retention);
        List<Line> deleted = delete(selected);
        int retained = process(selected, rate);
        return List.of(selected.size(), deleted.size(), retained);
    }

    /** The events that a rerun would calculate again, in sequence. */
    List<Event> selected(Instant cutoff, @Nullable Instant until, Instant now, Duration retention) {
        List<Event> selected = new ArrayList<>();
        for (Event event : events) {
            if (event.time.isAfter(cutoff)
                    && (until == null || !event.time.isAfter(until))
                    && !event.time.isBefore(now.minus(retention))
                    && event.hasContract) {
                selected.add(event);
            }
        }
        return selected;
    }

    /** Deletes what events made and nobody invoiced, and returns it. */
    List<Line> delete(List<Event> selected) {
        List<Line> deleted = new ArrayList<>();
        for (Line line : new ArrayList<>(register.values())) {
            if (line.event != null && selected.contains(line.event) && !line.invoiced) {
                register.remove(line.uniqueKey);
                deleted.add(line);
            }
        }
        return deleted;
    }

    /** Calculates events again, one after another, and returns how many lines stayed in the way of new ones. */
    int process(List<Event> sequence, BigDecimal rate) {
        int retained = 0;
        for (Event event : sequence) {
            Line line = calculate(event, rate);
            if (line != null && register.containsKey(line.uniqueKey)) {
                retained++;
            } else if (line != null) {
                line.ofRerun = true;
                register.put(line.uniqueKey, line);
            }
        }
        return retained;
    }

    /** Puts back those of some deleted lines whose events were not calculated again. */
    void putBack(List<Line> deleted, Predicate<Event> calculated) {
        for (Line line : deleted) {
            if (line.event != null && !calculated.test(line.event)) {
                register.put(line.uniqueKey, line);
            }
        }
    }

    private boolean comesBefore(Line line, Event event) {
        if (line.event == null) {
            return !line.time.isAfter(event.time);
        }
        int byTime = line.event.time.compareTo(event.time);
        return byTime < 0 || (byTime == 0 && line.event.id < event.id);
    }

    private @Nullable Line calculate(Event event, BigDecimal rate) {
        int earlierUnits = 0;
        Line newest = null;
        for (Line line : register.values()) {
            boolean sameKey = line.event == null ? event.key.equals("k0") : line.event.key.equals(event.key);
            if (!sameKey || !comesBefore(line, event)) {
                continue;
            }
            earlierUnits += line.units;
            if (line.uniqueKey.endsWith(":fee") && !isVoided(line, event)) {
                if (newest == null || isLater(line, newest)) {
                    newest = line;
                }
            }
        }
        if (event.units < 0) {
            return newest == null
                    ? null
                    : new Line(event.id + ":void", event, event.time, newest.amount.negate(), 0, newest.uniqueKey);
        }
        BigDecimal amount = rate.multiply(BigDecimal.valueOf(event.units));
        if (earlierUnits >= 10) {
            amount = amount.multiply(new BigDecimal("0.5"));
        }
        return new Line(event.id + ":fee", event, event.time, amount, event.units, null);
    }

    private boolean isVoided(Line fee, Event event) {
        for (Line line : register.values()) {
            if (fee.uniqueKey.equals(line.refersTo) && comesBefore(line, event)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLater(Line one, Line other) {
        int byTime = one.time.compareTo(other.time);
        return byTime > 0 || (byTime == 0 && one.uniqueKey.compareTo(other.uniqueKey) > 0);
    }

    List<String> lines() {
        return register.values().stream().map(Line::toString).toList();
    }

    static String line(RegisterItem item) {
        return item.uniqueKey() + "|" + item.amount().toPlainString() + "|"
                + item.units().toPlainString() + "|" + (item.rerunId() == null ? "" : "R");
    }
}
