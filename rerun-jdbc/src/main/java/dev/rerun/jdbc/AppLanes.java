package dev.rerun.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * The locks between first processing and the starts of reruns: 64 rows for each app. First processing locks those of its
 * ordering keys, a start locks all. Everyone locks in ascending order, and the app's own row before them or not at all, so that
 * nobody waits in a circle.
 */
final class AppLanes {
    static final int COUNT = 64;

    private static final SortedSet<Integer> ALL = Collections.unmodifiableSortedSet(
            IntStream.range(0, COUNT).boxed().collect(Collectors.toCollection(TreeSet::new)));

    private static final String LOCK = """
            select lane from rerun_app_lane
            where app_id = ? and lane in (%s)
            order by app_id, lane
            for update
            """;

    private static final String LOCK_APP = "select id from rerun_app where id = ? for update";

    private static final String INSERT = """
            insert into rerun_app_lane (app_id, lane) values (?, ?)
            """;

    private final Session session;

    AppLanes(Session session) {
        this.session = session;
    }

    /** The app's row as well, whose epoch ends: who makes an app known may hold that, and waits for lanes. */
    void lockAll(int app) {
        lockApp(app);
        lock(app, ALL);
    }

    void lockFor(int app, Set<String> orderingKeys) {
        lock(app, orderingKeys.stream().map(AppLanes::laneOf).collect(Collectors.toCollection(TreeSet::new)));
    }

    static int laneOf(String orderingKey) {
        CRC32 crc = new CRC32();
        crc.update(orderingKey.getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() % COUNT);
    }

    private void lock(int app, SortedSet<Integer> lanes) {
        if (lanes.isEmpty() || select(app, lanes) == lanes.size()) {
            return;
        }
        // Who makes them makes them all while others wait here, and not for one after the other.
        lockApp(app);
        if (select(app, lanes) == lanes.size()) {
            return;
        }
        for (int lane : ALL) {
            session.insertIfAbsent(INSERT, "app_id, lane", parameters -> parameters
                    .integer(app)
                    .integer(lane));
        }
        select(app, lanes);
    }

    private void lockApp(int app) {
        session.list(LOCK_APP, parameters -> parameters.integer(app), Row::integer);
    }

    private int select(int app, SortedSet<Integer> lanes) {
        String places = lanes.stream().map(lane -> "?").collect(Collectors.joining(", "));
        return session.list(
                        LOCK.formatted(places),
                        parameters -> {
                            parameters.integer(app);
                            for (int lane : lanes) {
                                parameters.integer(lane);
                            }
                        },
                        Row::integer)
                .size();
    }
}
