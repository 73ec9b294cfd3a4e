package dev.rerun.reliability.schedules;

import dev.rerun.api.RerunException;
import dev.rerun.reliability.schedules.Step.Disturbance;
import dev.rerun.reliability.schedules.Step.Trouble;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens when a schedule is carried out. After each step the database must say what one of the possible models says: a step
 * that failed was carried out or was not, and of two at once one came before the other.
 */
final class History {
    private static final long PAUSE_NANOS = 20_000_000;
    private static final int FEW_DIFFERENCES = 12;
    private static final String NEW_LINE = "\n    ";

    private final Town town;
    private final Bench bench;
    private final List<String> told = new ArrayList<>();
    private TownModel model = new TownModel(Town.APPS);

    private History(Town town, Bench bench) {
        this.town = town;
        this.bench = bench;
    }

    /**
     * Carries out a schedule in a new town.
     *
     * @return what was otherwise than it must be, after which steps; null if nothing was
     */
    static @Nullable String of(Schedule schedule, Bench bench) {
        try (Town town = new Town(schedule.batch(), bench.rewriting())) {
            History history = new History(town, bench);
            try {
                schedule.steps().forEach(history::take);
                history.comeToAnEnd();
                return null;
            } catch (Impossible e) {
                return String.join(NEW_LINE, history.told) + NEW_LINE + e.getMessage();
            }
        }
    }

    private void take(Step step) {
        Deed deed = step.deed(model);
        if (deed == null) {
            return;
        }
        Disturbance disturbance = step.disturbance();
        if (disturbance == null) {
            undisturbed(deed, step.engine());
        } else if (disturbance.trouble() == Trouble.MEANWHILE) {
            // Of entries that come in, one: several may be committed one by one.
            Deed first = deed instanceof Deed.Live live ? live.parts().get(0) : deed;
            Step second = Objects.requireNonNull(disturbance.other());
            Deed other = step.kind() == Kind.LIVE && second.kind() == Kind.LIVE ? first : second.deed(model);
            if (other == null) {
                undisturbed(first, step.engine());
            } else {
                both(first, step.engine(), disturbance.statement(), other);
            }
        } else {
            failing(deed, step.engine(), disturbance);
        }
    }

    /** All runs are worked on to their ends, and then all is calculated once more, with prices that are right. */
    private void comeToAnEnd() {
        workToTheEnd();
        if (model.prices.number() % 2 == 1) {
            undisturbed(new Deed.Prices(new PriceList(model.prices.number() + 1)), 0);
        }
        Request everything = new Request(-1, null, null, false);
        for (AppModel app : List.copyOf(model.apps)) {
            if (!app.selected(everything).isEmpty()) {
                undisturbed(new Deed.Start(app.name, everything), 0);
            }
        }
        workToTheEnd();
        compareNewest();
    }

    private void workToTheEnd() {
        for (AppModel app : List.copyOf(model.apps)) {
            RunModel active = app.active();
            if (active != null && active.status.equals("PAUSED")) {
                undisturbed(new Deed.Steer(Deed.Command.RESUME, app.name, active.name), 0);
            }
        }
        while (model.workable()) {
            undisturbed(new Deed.Work(), 1);
        }
    }

    private void undisturbed(Deed deed, int engine) {
        tell(deed, deed + " by engine " + engine);
        boolean workable = model.workable();
        String answer;
        try {
            answer = deed.perform(town, engine);
        } catch (RerunException e) {
            throw new Impossible("it failed: " + e);
        }
        compare(List.of(now -> {
            TownModel then = model.copy();
            require(answer, deed.apply(then, now.processed));
            return then;
        }));
        if (workable && answer.equals(Deed.Work.IDLE)) {
            throw new Impossible("there is work, and a worker found none");
        }
        if (deed instanceof Deed.Purge) {
            compareNewest();
        }
    }

    private void failing(Deed deed, int engine, Disturbance disturbance) {
        Meddler meddler = town.meddler(engine);
        boolean death = disturbance.trouble() == Trouble.DEATH;
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
                deed,
                deed + " by engine " + engine + ", " + disturbance + (happened ? ": " : ", which was not reached: ")
                        + answer);
        if (happened) {
            bench.count(disturbance.trouble().toString());
            town.age();
            if (death) {
                town.replace(engine);
            }
        }
        List<TownModel> before = new ArrayList<>(List.of(model));
        if (deed instanceof Deed.Work) {
            before.addAll(model.withARunBegun());
        }
        List<Function<TownBooks, TownModel>> possible = new ArrayList<>();
        for (TownModel from : before) {
            for (Deed part : deed.parts()) {
                possible.add(now -> {
                    TownModel then = from.copy();
                    part.apply(then, now.processed);
                    return then;
                });
            }
        }
        possible.add(now -> model.copy());
        compare(possible);
    }

    private void both(Deed first, int engine, int statement, Deed second) {
        tell(first, first + " by engine " + engine + ", and at its statement " + statement + " " + second);
        Pair.Answers answers;
        try {
            answers = new Pair(town, bench.threads()).perform(first, engine, statement, second);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new Impossible("one of them failed: " + e);
        }
        bench.count(Trouble.MEANWHILE.toString());
        List<Function<TownBooks, TownModel>> possible = new ArrayList<>();
        possible.add(now -> {
            TownModel then = model.copy();
            apply(first, answers.first(), then, now);
            apply(second, answers.second(), then, now);
            return then;
        });
        possible.add(now -> {
            TownModel then = model.copy();
            apply(second, answers.second(), then, now);
            apply(first, answers.first(), then, now);
            return then;
        });
        // Between the last batch of a run and the transaction that ends the run.
        possible.add(now -> {
            TownModel then = model.copy();
            then.work(now.processed, false);
            apply(first, answers.first(), then, now);
            apply(second, answers.second(), then, now);
            then.settle();
            return then;
        });
        if (first instanceof Deed.Start one && second instanceof Deed.Start other) {
            possible.add(now -> besideAnEmptyRun(one, answers.first(), other, answers.second(), now));
            possible.add(now -> besideAnEmptyRun(other, answers.second(), one, answers.first(), now));
        }
        compare(possible);
    }

    /** A run that selects nothing is over a moment after its start, and another start may be refused before. */
    private TownModel besideAnEmptyRun(Deed.Start one, String answer, Deed.Start other, String refusal, TownBooks now) {
        TownModel then = model.copy();
        apply(one, answer, then, now);
        require(refusal, Deed.REFUSED);
        if (!one.app().equals(other.app()) || !then.app(one.app()).newestSelectedNothing()) {
            throw new Impossible("a start was refused, and not because of a run that is empty");
        }
        return then;
    }

    /** Of two batches at once the database does not tell whose is whose. */
    private static void apply(Deed deed, String answer, TownModel to, TownBooks now) {
        String expected = deed.apply(to, now.processed);
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
    private void compare(List<Function<TownBooks, TownModel>> possible) {
        long begin = System.nanoTime();
        while (true) {
            TownBooks now = TownBooks.of(town, town.engine(0));
            List<String> problems = new ArrayList<>();
            for (Function<TownBooks, TownModel> candidate : possible) {
                try {
                    TownModel then = candidate.apply(now);
                    require(then.lines(), now.lines());
                    model = then;
                    return;
                } catch (Impossible e) {
                    problems.add(String.valueOf(e.getMessage()));
                }
            }
            if (System.nanoTime() - begin > bench.patience().toNanos()) {
                throw new Impossible(String.join(NEW_LINE + "or" + NEW_LINE, problems));
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** What an engine takes for the newest that is said of each visit. */
    private void compareNewest() {
        require(model.newest(), TownBooks.newest(town, town.engine(0)));
    }

    private static void require(List<String> expected, List<String> found) {
        List<String> differences = new ArrayList<>();
        List<String> missing = new ArrayList<>(expected);
        for (String line : found) {
            if (!missing.remove(line)) {
                differences.add("not expected: " + line);
            }
        }
        missing.forEach(line -> differences.add("missing: " + line));
        if (!differences.isEmpty()) {
            throw new Impossible(
                    String.join(NEW_LINE, differences.subList(0, Math.min(FEW_DIFFERENCES, differences.size()))));
        }
    }

    private void tell(Deed deed, String what) {
        told.add(told.size() + 1 + ". " + what);
        bench.count(deed.getClass().getSimpleName());
    }
}
