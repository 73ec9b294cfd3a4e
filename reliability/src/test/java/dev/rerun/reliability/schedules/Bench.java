package dev.rerun.reliability.schedules;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.function.UnaryOperator;

/**
 * How schedules are carried out.
 *
 * @param threads for what happens at the same time
 * @param patience how long the database may take until it says what it must; sweepers look once a second
 * @param rewriting what becomes of each statement of an engine
 * @param counts how often what was done, which is added to
 */
record Bench(ExecutorService threads, Duration patience, UnaryOperator<String> rewriting, Map<String, Integer> counts) {
    /** One for libraries as they are. */
    static Bench of(ExecutorService threads) {
        return new Bench(threads, Duration.ofSeconds(10), UnaryOperator.identity(), new ConcurrentSkipListMap<>());
    }

    /** One for libraries with a defect, where it is expected that something goes wrong. */
    static Bench with(UnaryOperator<String> defect, Duration patience, ExecutorService threads) {
        return new Bench(threads, patience, defect, new ConcurrentSkipListMap<>());
    }

    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }
}
