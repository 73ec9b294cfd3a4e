package dev.rerun.reliability.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class SchedulesTest {
    @Test
    void random() {
        ExecutorService threads = Executors.newCachedThreadPool();
        Map<String, Integer> counts = new TreeMap<>();
        int n = Integer.getInteger("reliability.schedules", 100);
        long from = Long.getLong("reliability.seed", 1);
        long begin = System.nanoTime();
        int bad = 0;
        for (long seed = from; seed < from + n; seed++) {
            long b = System.nanoTime();
            String problem = History.of(Schedule.of(seed), threads, counts);
            System.out.println("TIME " + seed + " " + (System.nanoTime() - b) / 1_000_000);
            if (problem != null) {
                bad++;
                if (bad < 6) System.out.println("SEED " + seed + "\n" + problem);
            }
        }
        System.out.println(
                "BAD " + bad + " of " + n + " in " + (System.nanoTime() - begin) / 1_000_000 + " ms " + counts);
        threads.shutdownNow();
        assertThat(bad).isZero();
    }
}
