package dev.rerun.reliability.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lets histories happen, of seeds one after the other: {@code -Dreliability.histories=300} says how many, {@code -Dreliability.seed=1000}
 * where they begin, {@code -Dreliability.history=4711} tries one alone.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class HistoriesTest {
    private static final int SAMPLE = 8;
    private static final int SAID_EVERY = 20;
    private static final int AT_A_TIME = 5;

    @Test
    void whateverHappensThePromisesHold() throws Exception {
        List<Future<List<String>>> findings = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            seeds().forEach(seed -> findings.add(threads.submit(() -> Finding.of(seed))));
            List<String> failures = new ArrayList<>();
            int done = 0;
            for (Future<List<String>> finding : findings) {
                failures.addAll(finding.get());
                if (++done % SAID_EVERY == 0) {
                    System.out.println(done + " of " + findings.size() + " histories; otherwise: " + failures.size());
                }
            }
            assertThat(failures).isEmpty();
        } finally {
            threads.shutdownNow();
        }
    }

    private static LongStream seeds() {
        Long one = Long.getLong("reliability.history");
        if (one != null) {
            return LongStream.of(one);
        }
        long from = Long.getLong("reliability.seed", 1);
        return LongStream.range(from, from + Integer.getInteger("reliability.histories", SAMPLE));
    }
}
