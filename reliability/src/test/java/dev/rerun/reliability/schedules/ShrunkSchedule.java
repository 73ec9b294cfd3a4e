package dev.rerun.reliability.schedules;

import dev.rerun.reliability.tools.Shrinking;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A short schedule that still goes wrong: steps are left out, and then what disturbs them. */
final class ShrunkSchedule {
    private ShrunkSchedule() {}

    static Schedule of(Schedule failing, Predicate<Schedule> fails) {
        Predicate<List<Step>> stillFails = steps -> fails.test(failing.with(steps));
        List<Step> steps = new Shrinking<>(1, stillFails).shrink(failing.steps());
        for (int i = 0; i < steps.size(); i++) {
            List<Step> calmer = new ArrayList<>(steps);
            Step calm = steps.get(i).undisturbed();
            if (!calm.equals(calmer.set(i, calm)) && stillFails.test(calmer)) {
                steps = calmer;
            }
        }
        return failing.with(steps);
    }
}
