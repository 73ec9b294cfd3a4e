package dev.rerun.reliability.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Faults that are tried one by one: so many as {@code -Dreliability.faults=200} says, at moments that {@code -Dreliability.seed=7}
 * decides, or the one of {@code -Dreliability.fault=cancel:cut:17}. What was found stands in a file in {@code target}.
 */
final class Trials {
    /**
     * What came of one.
     *
     * @param reached whether the moment came
     * @param problem what is otherwise than the naive calculation says, or null
     */
    record Outcome(String moment, boolean reached, @Nullable String problem) {}

    private final String test;
    private final long seed = Long.getLong("reliability.seed", 1);

    Trials(Class<?> test) {
        this.test = test.getSimpleName();
    }

    long seed() {
        return seed;
    }

    static int count(int usual) {
        return Integer.getInteger("reliability.faults", usual);
    }

    static @Nullable String one() {
        return System.getProperty("reliability.fault");
    }

    /** Tries all, some at a time, and returns what is otherwise than it must be, with the command that repeats it. */
    List<String> failures(List<Callable<Outcome>> all, int atATime) throws InterruptedException, IOException {
        ExecutorService threads = Executors.newFixedThreadPool(atATime);
        try {
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<Outcome> outcome : threads.invokeAll(all)) {
                outcomes.add(outcome.get());
            }
            write(outcomes);
            return outcomes.stream()
                    .filter(outcome -> outcome.problem() != null)
                    .map(this::failure)
                    .toList();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private String failure(Outcome outcome) {
        return outcome.moment() + " (seed " + seed + ")\n    " + outcome.problem()
                + "\n    repeat: mvn -o test -pl reliability -am -Dtest=" + test
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dreliability.fault=" + outcome.moment();
    }

    private void write(List<Outcome> outcomes) throws IOException {
        long reached = outcomes.stream().filter(Outcome::reached).count();
        String rows = outcomes.stream()
                .map(outcome -> "| %s | %s | %s |"
                        .formatted(
                                outcome.moment(),
                                outcome.reached() ? "yes" : "no",
                                Objects.requireNonNullElse(outcome.problem(), "as the naive calculation")))
                .collect(Collectors.joining("\n"));
        Files.writeString(
                Path.of("target", test + ".md"),
                "%s, seed %d: %d tried, of which %d came to their moment%n%n| moment | reached | in the end |%n|---|---|---|%n%s%n"
                        .formatted(test, seed, outcomes.size(), reached, rows));
    }
}
