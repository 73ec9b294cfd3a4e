package dev.rerun.benchmarks.contenders;

import dev.rerun.benchmarks.server.BenchmarkFailedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Threads that share some work. */
public final class Threads {
    private Threads() {}

    /** Has each thread, numbered from zero, do its share, and sums up what they say they did. */
    public static long share(int threads, IntFunction<Callable<Long>> shares) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Long>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(pool.submit(shares.apply(thread)));
            }
            long sum = 0;
            for (Future<Long> share : running) {
                sum += share.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new BenchmarkFailedException("a thread of a contender failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException("the benchmark was interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
