package dev.rerun.reliability.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Leaves parts of a list out, halves first and then ever smaller ones down to one, as long as what remains still fails. With threads
 * what can fail does not always, so each candidate is tried a few times.
 */
public final class Shrinking<T> {
    private final int tries;
    private final Predicate<List<T>> fails;

    /**
     * Makes one.
     *
     * @param tries how often a candidate may succeed before it is taken for one that does
     * @param fails tries a candidate
     */
    public Shrinking(int tries, Predicate<List<T>> fails) {
        this.tries = tries;
        this.fails = fails;
    }

    /** What is left of a list that fails. */
    public List<T> shrink(List<T> failing) {
        List<T> left = failing;
        int part = Math.max(1, left.size() / 2);
        while (true) {
            boolean smaller = false;
            for (int from = 0; from < left.size(); ) {
                List<T> candidate = new ArrayList<>(left.subList(0, from));
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

    private boolean fails(List<T> candidate) {
        for (int i = 0; i < tries; i++) {
            if (fails.test(candidate)) {
                return true;
            }
        }
        return false;
    }
}
