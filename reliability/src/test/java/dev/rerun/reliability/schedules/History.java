package dev.rerun.reliability.schedules;

import dev.rerun.api.RerunException;
import dev.rerun.reliability.schedules.Step.Disturbance;
import dev.rerun.reliability.schedules.Step.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a schedule is carried out. After each step the database must say what one of the possible models says: a step
 * that failed was carried out or was not, and of two at once one came before the other.
 */
final class History {
    /** A run whose process died is ended by the sweepers, which look once a second. */
    private static final long SETTLED_AFTER_NANOS = Duration.ofSeconds(4).toNanos();

    private static final int FEW_DIFFERENCES = 12;

    private final Schedule schedule;
    private final Town town;
    private final ExecutorService threads;
    private final List<String> told = new ArrayList<>();
    private final Map<String, Integer> counts;
    private TownModel model = new TownModel(Town.APPS);

    private History(Schedule schedule, Town town, ExecutorService threads, Map<String, Integer> counts) {
        this.schedule = schedule;
        this.town = town;
        this.threads = threads;
        this.counts = counts;
    }

    /**
     * Carries out a schedule in a new town.
     *
     * @return what was otherwise than it must be, after which steps; null if nothing was
     */
    static @Nullable String of(Schedule schedule, ExecutorService threads, Map<String, Integer> counts) {
        try (Town town = new Town(schedule.batch())) {
            return new History(schedule, town, threads, counts).run();
        }
    }

    private @Nullable String run() {
        String problem = null;
        for (Step step : schedule.steps()) {
            problem = take(step);
            if (problem != null) {
                break;
            }
        }
        if (problem == null) {
            problem = toTheEnd();
        }
        return problem == null ? null : String.join("\n    ", told) + "\n    " + problem;
    }

    /** Whatever was left undone: all runs are worked on to their ends, and then all is calculated once more, with prices that are right. */
    private @Nullable String toTheEnd() {
        String problem = finish();
        if (problem == null && model.prices.number() % 2 == 1) {
            problem = undisturbed(new Deed.Prices(new PriceList(model.prices.number() + 1)), 0);
        }
        for (String app : Town.APPS) {
            if (problem == null) {
                problem = undisturbed(new Deed.Start(app, new Request(-1, null, null, false)), 0);
            }
        }
        if (problem == null) {
            problem = finish();
        }
        if (problem == null) {
            List<String> lines =
                    new ArrayList<>(TownBooks.of(town, town.engine(0)).lines());
            lines.addAll(TownBooks.newest(town, town.engine(0)));
            Collections.sort(lines);
            List<String> differences = differences(model.lines(true), lines);
            problem = differences.isEmpty() ? null : String.join("\n    ", differences);
        }
        return problem;
    }

    private @Nullable String finish() {
        String problem = null;
        for (AppModel app : List.copyOf(model.apps)) {
            RunModel active = app.active();
            if (problem == null && active != null && active.status.equals("PAUSED")) {
                problem = undisturbed(new Deed.Steer(Deed.Command.RESUME, app.name, active.name), 0);
            }
        }
        while (problem == null && model.workable()) {
            problem = undisturbed(new Deed.Work(), 1);
        }
        return problem;
    }

    private @Nullable String take(Step step) {
        Deed deed = step.deed(model);
        if (deed == null) {
            return null;
        }
        Disturbance disturbance = step.disturbance();
        if (disturbance == null) {
            return undisturbed(deed, step.engine());
        }
        if (disturbance.trouble() != Trouble.MEANWHILE) {
            return failing(deed, step.engine(), disturbance);
        }
        Step second = Objects.requireNonNull(disturbance.other());
        Deed other = step.kind() == Kind.LIVE && second.kind() == Kind.LIVE ? deed : second.deed(model);
        return other == null
                ? undisturbed(deed, step.engine())
                : both(deed, step.engine(), disturbance.statement(), other);
    }

    private @Nullable String undisturbed(Deed deed, int engine) {
        tell(deed.getClass(), deed + " by engine " + engine);
        String answer;
        try {
            answer = deed.perform(town, engine);
        } catch (RerunException e) {
            return "it failed: " + e;
        }
        return compare(List.of(now -> {
            boolean idle = deed instanceof Deed.Work && !model.workable();
            TownModel then = model.copy();
            require(answer, deed.apply(then, now.processed));
            if (deed instanceof Deed.Work && !idle && answer.equals(Deed.Work.IDLE)) {
                throw new Impossible("there is work, and a worker found none");
            }
            return then;
        }));
    }

    private @Nullable String failing(Deed deed, int engine, Disturbance disturbance) {
        boolean death = disturbance.trouble() == Trouble.DEATH;
        Meddler meddler = town.meddler(engine);
        meddler.at(disturbance.statement(), death ? meddler::die : Meddler::cut);
        String answer;
        try {
            answer = deed.perform(town, engine);
        } catch (RuntimeException e) {
            // What a caller sees when its connection is lost or it dies, whatever it is called.
            answer = e.getClass().getSimpleName();
        }
        boolean happened = meddler.over();
        tell(
                deed.getClass(),
                deed + " by engine " + engine + ", " + disturbance + (happened ? "" : ", which was not reached") + ": "
                        + answer);
        if (happened) {
            counts.merge(disturbance.trouble().toString(), 1, Integer::sum);
        }
        if (happened && death) {
            town.replace(engine);
        }
        if (happened) {
            town.age();
        }
        List<TownModel> before = new ArrayList<>(List.of(model));
        if (deed instanceof Deed.Work) {
            before.addAll(model.withARunBegun());
        }
        List<Function<TownBooks, TownModel>> possible = new ArrayList<>();
        for (TownModel from : before) {
            possible.add(now -> {
                TownModel then = from.copy();
                deed.apply(then, now.processed);
                return then;
            });
        }
        possible.add(now -> model.copy());
        return compare(possible);
    }

    private @Nullable String both(Deed first, int engine, int statement, Deed second) {
        tell(first.getClass(), first + " by engine " + engine + ", and at its statement " + statement + " " + second);
        Pair.Answers answers;
        try {
            answers = new Pair(town, threads).perform(first, engine, statement, second);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException | TimeoutException e) {
            return "one of them failed: " + e;
        }
        counts.merge(Trouble.MEANWHILE.toString(), 1, Integer::sum);
        return compare(List.of(
                now -> after(first, answers.first(), second, answers.second(), now),
                now -> after(second, answers.second(), first, answers.first(), now)));
    }

    private TownModel after(Deed first, String firstAnswer, Deed second, String secondAnswer, TownBooks now) {
        TownModel then = model.copy();
        requireUnlessWork(first, firstAnswer, first.apply(then, now.processed));
        requireUnlessWork(second, secondAnswer, second.apply(then, now.processed));
        return then;
    }

    /** Of two batches at once the database does not tell whose is whose. */
    private static void requireUnlessWork(Deed deed, String answer, String expected) {
        if (!(deed instanceof Deed.Work)) {
            require(answer, expected);
        }
    }

    private static void require(String answer, String expected) {
        if (!answer.equals(expected)) {
            throw new Impossible("it was " + answer + ", and should have been " + expected);
        }
    }

    /** Takes the first model that says what the database says, which may need a while until it does. */
    private @Nullable String compare(List<Function<TownBooks, TownModel>> possible) {
        long begin = System.nanoTime();
        while (true) {
            TownBooks now = TownBooks.of(town, town.engine(0));
            String problem = null;
            for (Function<TownBooks, TownModel> candidate : possible) {
                String difference;
                try {
                    TownModel then = candidate.apply(now);
                    List<String> differences = differences(then.lines(false), now.lines());
                    if (differences.isEmpty()) {
                        model = then;
                        return null;
                    }
                    difference = String.join("\n    ", differences);
                } catch (Impossible e) {
                    difference = String.valueOf(e.getMessage());
                }
                problem = problem == null ? difference : problem + "\n    or\n    " + difference;
            }
            if (System.nanoTime() - begin > SETTLED_AFTER_NANOS) {
                return problem;
            }
            pause();
        }
    }

    private static List<String> differences(List<String> expected, List<String> found) {
        List<String> differences = new ArrayList<>();
        List<String> missing = new ArrayList<>(expected);
        for (String line : found) {
            if (!missing.remove(line)) {
                differences.add("not expected: " + line);
            }
        }
        missing.forEach(line -> differences.add("missing: " + line));
        return differences.size() > FEW_DIFFERENCES ? differences.subList(0, FEW_DIFFERENCES) : differences;
    }

    private void tell(Class<?> deed, String what) {
        told.add(told.size() + 1 + ". " + what);
        counts.merge(deed.getSimpleName(), 1, Integer::sum);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
