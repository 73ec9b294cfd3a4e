package dev.rerun.reliability.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves actions out, halves first and then ever smaller parts down to one, as long as what remains still fails. With threads a history
 * that can fail does not always, so each candidate is tried a few times.
 */
final class Shrinking {
    static final int TRIES = 3;

    private final Predicate<List<Action>> fails;

    Shrinking(Predicate<List<Action>> fails) {
        this.fails = fails;
    }

    List<Action> shrink(List<Action> failing) {
        List<Action> left = failing;
        int part = Math.max(1, left.size() / 2);
        while (true) {
            boolean smaller = false;
            for (int from = 0; from < left.size(); ) {
                List<Action> candidate = new ArrayList<>(left.subList(0, from));
                candidate.addAll(left.subList(Math.min(left.size(), from + part), left.size()));
                if (fails(candidate)) {
                    left = candidate;
                    smaller = true;
                } else {
                    from += part;
                }
            }
            if (part == 1 && !smaller) {
                return left;
            }
            part = Math.max(1, part / 2);
        }
    }

    private boolean fails(List<Action> candidate) {
        for (int i = 0; i < TRIES; i++) {
            if (fails.test(candidate)) {
                return true;
            }
        }
        return false;
    }
}
