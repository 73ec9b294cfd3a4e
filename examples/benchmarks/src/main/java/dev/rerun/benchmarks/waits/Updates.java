package dev.rerun.benchmarks.waits;

import dev.rerun.benchmarks.history.Dataset;
import dev.rerun.benchmarks.measure.Delays;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/**
 * People who update items that a prepare is about to delete: each again and again some item of those, in a transaction of its
 * own, until they are told to stop. They change nothing by it, so that what is prepared stays what it is.
 */
final class Updates implements AutoCloseable {
    /** So many wait at most at a time. */
    private static final int PEOPLE = 16;

    private static final String ITEMS = """
            select unique_key from register_item
            where register_id = 1 and item_time > ? and invoice_id is null and not ui_created
            order by hashtextextended(unique_key, 7) limit 5000
            """;

    private static final String UPDATE =
            "update register_item set detail = detail where register_id = 1 and unique_key = ?";

    private final DataSource database;
    private final List<String> keys = new ArrayList<>();
    private final ConcurrentLinkedQueue<Long> delays = new ConcurrentLinkedQueue<>();
    private final ExecutorService people = Executors.newFixedThreadPool(PEOPLE);
    private final List<Future<?>> working = new ArrayList<>();
    private volatile boolean over;

    private Updates(DataSource database) {
        this.database = database;
    }

    /** Chooses items and begins. */
    static Updates begin(DataSource database) throws SQLException {
        Updates updates = new Updates(database);
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(ITEMS)) {
            statement.setTimestamp(1, Timestamp.from(Dataset.CUTOFF));
            try (ResultSet item = statement.executeQuery()) {
                while (item.next()) {
                    updates.keys.add(item.getString(1));
                }
            }
        }
        if (updates.keys.isEmpty()) {
            throw new BenchmarkFailedException("no item is to be deleted; give more --items");
        }
        for (int person = 0; person < PEOPLE; person++) {
            long seed = person;
            updates.working.add(updates.people.submit(() -> updates.work(new SplittableRandom(seed))));
        }
        return updates;
    }

    private Void work(SplittableRandom random) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(UPDATE)) {
            while (!over) {
                update.setString(1, keys.get(random.nextInt(keys.size())));
                long begin = System.nanoTime();
                update.executeUpdate();
                delays.add(System.nanoTime() - begin);
            }
        }
        return null;
    }

    /** Lets everybody finish their update, and tells how long the updates took. */
    Delays end() {
        over = true;
        for (Future<?> one : working) {
            try {
                one.get();
            } catch (ExecutionException e) {
                throw new BenchmarkFailedException("an update failed: " + e.getCause(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BenchmarkFailedException("the benchmark was interrupted", e);
            }
        }
        return Delays.of(delays.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public void close() {
        over = true;
        people.shutdown();
    }
}
