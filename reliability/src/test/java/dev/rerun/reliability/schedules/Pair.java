package dev.rerun.reliability.schedules;

import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Two deeds: one stands still at a statement while the other goes on, for as long as that does not wait for the first. */
final class Pair {
    private static final long BLOCKED_AFTER_MILLIS = 25;
    private static final long PATIENCE_SECONDS = 30;

    /**
     * What came of them.
     *
     * @param first of the one that stood still
     * @param second of the other
     */
    record Answers(String first, String second) {}

    private final Town town;
    private final ExecutorService threads;

    Pair(Town town, ExecutorService threads) {
        this.town = town;
        this.threads = threads;
    }

    /** The second one comes after the first if that takes fewer statements. */
    Answers perform(Deed first, int engine, int statement, Deed second)
            throws InterruptedException, ExecutionException, TimeoutException {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        town.meddler(engine).at(statement, connection -> {
            reached.countDown();
            await(goOn);
        });
        Future<String> one = threads.submit(() -> {
            try {
                return first.perform(town, engine);
            } finally {
                reached.countDown();
            }
        });
        reached.await();
        Future<String> other = threads.submit(() -> second.perform(town, 1 - engine));
        try {
            other.get(BLOCKED_AFTER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (
                @SuppressWarnings("unused")
                TimeoutException e) {
            // It waits for the first, or takes long.
        } finally {
            goOn.countDown();
        }
        Answers answers =
                new Answers(one.get(PATIENCE_SECONDS, TimeUnit.SECONDS), other.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        town.meddler(engine).over();
        return answers;
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", e);
        }
    }
}
