package dev.rerun.reliability.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Carries out schedules: some, or {@code -Dreliability.schedules=3000}, from {@code -Dreliability.seed=1} on, or one alone,
 * {@code -Dreliability.schedule=4711}. One that goes wrong is shrunk.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class SchedulesTest {
    private static final int SAMPLE = 40;
    private static final int AT_A_TIME = 3;
    private static final int SAID_EVERY = 200;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Bench bench = Bench.of(threads);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void eachEndsAsTheModelSays() throws Exception {
        List<Long> seeds = seeds();
        AtomicInteger done = new AtomicInteger();
        List<Callable<@Nullable String>> work = new ArrayList<>();
        for (long seed : seeds) {
            work.add(() -> {
                String problem = History.of(Schedule.of(seed), bench);
                if (done.incrementAndGet() % SAID_EVERY == 0) {
                    System.out.println(done + " of " + seeds.size() + " schedules: " + bench.counts());
                }
                return problem == null ? null : failure(seed, problem);
            });
        }
        ExecutorService several = Executors.newFixedThreadPool(AT_A_TIME);
        List<String> failures = new ArrayList<>();
        try {
            for (Future<@Nullable String> failure : several.invokeAll(work)) {
                if (failure.get() != null) {
                    failures.add(failure.get());
                }
            }
        } finally {
            several.shutdownNow();
        }

        assertThat(failures).isEmpty();
        // None of what can happen is missing among many.
        assertThat(seeds.size() < SAMPLE || bench.counts().size() == Deed.class.getPermittedSubclasses().length + 3)
                .as("what was done: %s", bench.counts())
                .isTrue();
    }

    private static List<Long> seeds() {
        Long one = Long.getLong("reliability.schedule");
        if (one != null) {
            return List.of(one);
        }
        long first = Long.getLong("reliability.seed", 1);
        int count = Integer.getInteger("reliability.schedules", SAMPLE);
        return LongStream.range(first, first + count).boxed().toList();
    }

    private String failure(long seed, String problem) {
        Schedule whole = Schedule.of(seed);
        Schedule small = ShrunkSchedule.of(whole, candidate -> History.of(candidate, bench) != null);
        String again = History.of(small, bench);
        return "schedule " + seed + ", shrunk from " + whole.steps().size() + " steps to "
                + small.steps().size() + ":\n    "
                + (again == null ? "(went well when it was repeated) " + problem : again)
                + "\n    repeat: mvn -o test -pl reliability -am -Dtest=SchedulesTest"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dreliability.schedule=" + seed;
    }
}
