package dev.rerun.reliability.histories;

import dev.rerun.api.ActivityEntry;
import java.time.Instant;

/**
 * A truck on a bridge, for which a toll is due. Whether it has a plate decides whether there is a contract.
 *
 * @param id its ID in its app
 * @param recorded when, which is its place in the sequence; with its ID where several have one time
 * @param dated the time of its items
 */
record Crossing(String app, long id, String truck, Instant recorded, Instant dated, int units, boolean hasPlate)
        implements Comparable<Crossing> {
    private static final String WITHOUT_PLATE = "no plate ";

    ActivityEntry entry() {
        return new ActivityEntry(
                app, Long.toString(id), truck, dated, recorded, (hasPlate ? "" : WITHOUT_PLATE) + units);
    }

    static boolean hasPlate(String payload) {
        return !payload.startsWith(WITHOUT_PLATE);
    }

    static int units(String payload) {
        return Integer.parseInt(hasPlate(payload) ? payload : payload.substring(WITHOUT_PLATE.length()));
    }

    @Override
    public int compareTo(Crossing other) {
        int byTime = recorded.compareTo(other.recorded);
        return byTime != 0 ? byTime : Long.compare(id, other.id);
    }
}
