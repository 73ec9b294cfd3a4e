package dev.rerun.jdbc;

import dev.rerun.core.spi.RejectedDataException;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Entry IDs are whole numbers of 64 bits here, written without sign or leading zeros that would not come back. */
final class EntryIds {
    private EntryIds() {}

    /** The number, or null if no entry can have this ID. */
    static @Nullable Long find(String id) {
        try {
            long number = Long.parseLong(id);
            return Long.toString(number).equals(id) ? number : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static long require(String id) {
        Long number = find(id);
        if (number == null) {
            throw new RejectedDataException(
                    "entry id '" + id + "' is not a whole number of 64 bits in plain digits; this store keeps no other",
                    null);
        }
        return number;
    }

    static @Nullable Long requireOrNull(@Nullable String id) {
        return id == null ? null : require(id);
    }

    static @Nullable String text(@Nullable Long number) {
        return number == null ? null : Long.toString(number);
    }

    /** The numbers of those IDs that entries can have. */
    static Set<Long> findAll(Collection<String> ids) {
        Set<Long> numbers = new TreeSet<>();
        for (String id : ids) {
            Long number = find(id);
            if (number != null) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
