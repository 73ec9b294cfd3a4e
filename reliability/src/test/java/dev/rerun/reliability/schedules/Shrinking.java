package dev.rerun.reliability.schedules;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Looks for the shortest schedule that still goes wrong: leaves steps out, many first, and then what disturbs them. */
final class Shrinking {
    private final Predicate<Schedule> fails;
    private Schedule smallest;

    private Shrinking(Schedule failing, Predicate<Schedule> fails) {
        this.smallest = failing;
        this.fails = fails;
    }

    static Schedule of(Schedule failing, Predicate<Schedule> fails) {
        Shrinking shrinking = new Shrinking(failing, fails);
        int before;
        do {
            before = shrinking.smallest.steps().size();
            shrinking.leaveOut();
        } while (shrinking.smallest.steps().size() < before);
        shrinking.calmDown();
        return shrinking.smallest;
    }

    private void leaveOut() {
        for (int size = smallest.steps().size() / 2; size > 0; size /= 2) {
            for (int from = 0; from < smallest.steps().size(); ) {
                List<Step> steps = new ArrayList<>(smallest.steps());
                steps.subList(from, Math.min(from + size, steps.size())).clear();
                if (!accept(steps)) {
                    from += size;
                }
            }
        }
    }

    private void calmDown() {
        for (int i = 0; i < smallest.steps().size(); i++) {
            List<Step> steps = new ArrayList<>(smallest.steps());
            Step calm = steps.get(i).undisturbed();
            if (!calm.equals(steps.set(i, calm))) {
                accept(steps);
            }
        }
    }

    /** Takes it if it goes wrong as well. */
    private boolean accept(List<Step> steps) {
        Schedule candidate = smallest.with(steps);
        boolean accepted = fails.test(candidate);
        if (accepted) {
            smallest = candidate;
        }
        return accepted;
    }
}
