package dev.rerun.reliability.schedules;

import dev.rerun.reliability.schedules.Step.Disturbance;
import dev.rerun.reliability.schedules.Step.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a town, one step after another.
 *
 * @param seed from which it was made
 * @param batch how many entries a worker takes at once
 * @param steps the steps
 */
record Schedule(long seed, int batch, List<Step> steps) {
    private static final int FEWEST = 15;
    private static final int MOST = 45;

    static Schedule of(long seed) {
        Random random = new Random(seed);
        int batch = 1 + random.nextInt(4);
        List<Step> steps = new ArrayList<>();
        for (int i = 3 + random.nextInt(4); i > 0; i--) {
            steps.add(step(Kind.LIVE, random));
        }
        int count = FEWEST + random.nextInt(MOST - FEWEST + 1);
        for (int i = 0; i < count; i++) {
            Step step = step(kind(random, List.of(Kind.values())), random);
            steps.add(disturbed(step, random));
        }
        return new Schedule(seed, batch, steps);
    }

    Schedule with(List<Step> others) {
        return new Schedule(seed, batch, List.copyOf(others));
    }

    private static Step step(Kind kind, Random random) {
        // The second app is a bystander, mostly.
        int app = random.nextInt(5) == 0 ? 1 : 0;
        return new Step(kind, app, random.nextLong(), random.nextInt(Town.ENGINES), null);
    }

    private static Step disturbed(Step step, Random random) {
        if (step.kind().meanwhile().isEmpty() || random.nextInt(10) >= 4) {
            return step;
        }
        int statement = 1 + random.nextInt(random.nextInt(4) == 0 ? 60 : 20);
        Trouble trouble =
                random.nextInt(2) == 0 ? Trouble.MEANWHILE : random.nextInt(3) > 0 ? Trouble.CUT : Trouble.DEATH;
        @Nullable Step other = null;
        if (trouble == Trouble.MEANWHILE) {
            Step drawn = step(kind(random, List.copyOf(step.kind().meanwhile())), random);
            other = new Step(drawn.kind(), drawn.app(), drawn.number(), 1 - step.engine(), null);
        }
        return new Step(
                step.kind(), step.app(), step.number(), step.engine(), new Disturbance(trouble, statement, other));
    }

    private static Kind kind(Random random, List<Kind> among) {
        int drawn = random.nextInt(among.stream().mapToInt(kind -> kind.weight).sum());
        for (Kind kind : among) {
            drawn -= kind.weight;
            if (drawn < 0) {
                return kind;
            }
        }
        throw new IllegalStateException();
    }
}
