package dev.rerun.benchmarks.growth;

import dev.rerun.benchmarks.workload.PlainWorkload;
import dev.rerun.core.RerunEngines;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One thing that differs from point to point, while all else is as usual. */
enum Series {
    ENTRIES("entries") {
        @Override
        List<Point> points(long usual, long most) {
            return LongStream.iterate(LEAST_ENTRIES, entries -> entries <= most, entries -> entries * 10)
                    .mapToObj(entries -> point(entries, new PlainWorkload(entries)))
                    .toList();
        }
    },
    ITEMS("items of an entry") {
        @Override
        List<Point> points(long usual, long most) {
            long keys = new PlainWorkload(usual).orderingKeys();
            return IntStream.of(1, 2, 5, 10)
                    .mapToObj(items -> point(items, new PlainWorkload(usual, items, keys, Duration.ZERO)))
                    .toList();
        }
    },
    /** One is a hot key. */
    KEYS("ordering keys") {
        @Override
        List<Point> points(long usual, long most) {
            return LongStream.iterate(1, keys -> keys <= new PlainWorkload(usual).orderingKeys(), keys -> keys * 100)
                    .mapToObj(keys ->
                            point(keys, new PlainWorkload(usual, PlainWorkload.USUAL_ITEMS, keys, Duration.ZERO)))
                    .toList();
        }
    },
    BATCH("entries of a batch") {
        @Override
        List<Point> points(long usual, long most) {
            return IntStream.of(10, 100, 1_000, 10_000)
                    .mapToObj(batch -> new Point(this, batch, new PlainWorkload(usual), batch, USUAL_WORKERS))
                    .toList();
        }
    },
    WORKERS("workers") {
        @Override
        List<Point> points(long usual, long most) {
            return IntStream.of(1, 2, 4, 8)
                    .mapToObj(workers -> new Point(this, workers, new PlainWorkload(usual), USUAL_BATCH, workers))
                    .toList();
        }
    },
    /** Here logic is the limit, and not the database. */
    BUSY("workers, logic of 1 ms") {
        @Override
        List<Point> points(long usual, long most) {
            PlainWorkload busy = new PlainWorkload(
                    Math.max(1, usual / 10), PlainWorkload.USUAL_ITEMS, Math.max(1, usual / 10), Duration.ofMillis(1));
            return IntStream.of(1, 2, 4)
                    .mapToObj(workers -> new Point(this, workers, busy, BUSY_BATCH, workers))
                    .toList();
        }
    };

    static final long LEAST_ENTRIES = 10_000;
    private static final int USUAL_BATCH = RerunEngines.Builder.DEFAULT_BATCH_SIZE;
    private static final int USUAL_WORKERS = 2;
    private static final int BUSY_BATCH = 100;

    private final String title;

    Series(String title) {
        this.title = title;
    }

    /** What differs, in words. */
    String title() {
        return title;
    }

    /** As it is named in options and files. */
    String shortName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The points, ascending, with so many entries where something else differs, and at most so many where they do. */
    abstract List<Point> points(long usual, long most);

    /** Where nothing differs. */
    static Point usual(long entries) {
        return ENTRIES.point(entries, new PlainWorkload(entries));
    }

    Point point(long value, PlainWorkload workload) {
        return new Point(this, value, workload, USUAL_BATCH, USUAL_WORKERS);
    }
}
