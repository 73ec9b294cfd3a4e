package dev.rerun.testkit;

import dev.rerun.api.FailedEntry;
import dev.rerun.core.spi.ParkedEntry;
import java.time.Instant;
import java.util.Comparator;

/** The row of an entry that failed or is held. */
record MemoryFailure(int lane, ParkedEntry entry, Instant at) {
    boolean failed() {
        return !entry.held();
    }

    Place place() {
        return new Place(lane, entry.sequence());
    }

    FailedEntry toFailedEntry() {
        return new FailedEntry(
                lane,
                entry.sequence(),
                entry.entryId(),
                entry.orderingKey(),
                entry.held(),
                entry.error(),
                entry.attempts(),
                at);
    }

    /** Where an entry of a run is queued. */
    record Place(int lane, long sequence) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparingInt(Place::lane).thenComparingLong(Place::sequence);

        static Place of(FailedEntry entry) {
            return new Place(entry.lane(), entry.sequence());
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
