package dev.rerun.core.spi;

import dev.rerun.api.ActivityEntry;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An entry's place in the sequence: by time, then by ID, where whole numbers compare by value and come before texts.
 *
 * @param createdAt when the entry was recorded
 * @param entryId the entry's ID
 */
public record Position(Instant createdAt, String entryId) implements Comparable<Position> {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::createdAt).thenComparing(Position::entryId, Position::compareIds);

    /**
     * Places an entry.
     *
     * @param entry the entry
     * @return its position
     */
    public static Position of(ActivityEntry entry) {
        return new Position(entry.createdAt(), entry.id());
    }

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }

    private static int compareIds(String one, String other) {
        boolean oneIsNumber = WHOLE.matcher(one).matches();
        boolean otherIsNumber = WHOLE.matcher(other).matches();
        if (oneIsNumber && otherIsNumber) {
            int byValue = new BigInteger(one).compareTo(new BigInteger(other));
            return byValue != 0 ? byValue : one.compareTo(other);
        }
        return oneIsNumber == otherIsNumber ? one.compareTo(other) : oneIsNumber ? -1 : 1;
    }
}
