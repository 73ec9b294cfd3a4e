package dev.rerun.reliability.histories;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A few trucks on the bridges of one or two apps, how their engines work, and what happens: all from a seed. */
final class World {
    static final Instant NOW = Instant.parse("2026-06-20T00:00:00Z");
    static final Duration RETENTION = Duration.ofDays(50);

    private static final Instant BEGIN = NOW.minus(Duration.ofDays(60));
    private static final int HALF_DAYS = 116;

    final List<String> apps;
    final List<Crossing> crossings = new ArrayList<>();
    final int trucks;
    final int lanes;
    final int batchSize;
    final boolean everyMessageTwice;
    final List<Action> actions;

    private World(Random random, int trucks, int fewest, int most) {
        apps = random.nextInt(3) == 0 ? List.of("north", "south") : List.of("north");
        this.trucks = trucks;
        lanes = 1 + random.nextInt(8);
        batchSize = 1 + random.nextInt(12);
        everyMessageTwice = random.nextBoolean();
        for (String app : apps) {
            int count = fewest + random.nextInt(most - fewest);
            for (int id = 1; id <= count; id++) {
                crossings.add(crossing(random, app, id, truck(random.nextInt(trucks)), instant(random)));
            }
        }
        actions = Action.sequence(random, 20 + random.nextInt(25));
    }

    static World of(long seed) {
        Random random = new Random(seed);
        return new World(random, 3 + random.nextInt(6), 30, 120);
    }

    /** One that is large enough for a long time. */
    static World large(long seed) {
        return new World(new Random(seed), 40, 600, 900);
    }

    /** Instants of a coarse grid, so that many fall together and on the bounds. */
    static Instant instant(Random random) {
        return BEGIN.plus(Duration.ofHours(12L * random.nextInt(HALF_DAYS)));
    }

    static Crossing crossing(Random random, String app, long id, String truck, Instant recorded) {
        Instant dated = random.nextInt(6) == 0 ? recorded.minus(Duration.ofDays(1)) : recorded;
        return new Crossing(app, id, truck, recorded, dated, 1 + random.nextInt(6), random.nextInt(12) != 0);
    }

    static String truck(int number) {
        return "truck " + number;
    }

    /** A truck that nobody disturbs but for invoices: no crossing of it comes late, and no person writes, edits or deletes. */
    static boolean quiet(String truck) {
        return (truck.charAt(truck.length() - 1) - '0') % 2 == 0;
    }

    /** One of the others. */
    String busyTruck(Random random) {
        return truck(1 + 2 * random.nextInt(trucks / 2));
    }
}
