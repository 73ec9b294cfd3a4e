package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a batch leaves behind: the entries that failed, and those that are held because of them. */
final class Parking {
    private static final int CAUSE_LENGTH = 255;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private Parking() {}

    static List<ParkedEntry> of(List<QueuedEntry> queued, Batch.Result result) {
        List<ParkedEntry> parked = new ArrayList<>();
        for (QueuedEntry one : queued) {
            ActivityEntry entry = one.entry();
            Batch.Failure failure = result.failures().get(one.entryId());
            String holder = result.held().get(one.entryId());
            if (entry == null) {
                parked.add(failed(one, null, new Batch.Failure("the activity entry is no longer stored", 1)));
            } else if (failure != null) {
                parked.add(failed(one, entry.orderingKey(), failure));
            } else if (holder != null) {
                parked.add(held(one, entry.orderingKey(), holder));
            }
        }
        return parked;
    }

    private static ParkedEntry failed(QueuedEntry one, @Nullable String orderingKey, Batch.Failure failure) {
        return new ParkedEntry(
                one.sequence(),
                one.entryId(),
                orderingKey,
                false,
                failure.error(),
                causeOf(failure.error()),
                failure.attempts());
    }

    private static ParkedEntry held(QueuedEntry one, String orderingKey, String holder) {
        return new ParkedEntry(
                one.sequence(),
                one.entryId(),
                orderingKey,
                true,
                "held: entry " + holder + " of the same ordering key failed",
                "held",
                0);
    }

    /** Errors that differ in no more than their numbers have one cause. */
    private static String causeOf(String error) {
        String cause = NUMBER.matcher(error).replaceAll("#");
        if (cause.length() <= CAUSE_LENGTH) {
            return cause;
        }
        int end = Character.isHighSurrogate(cause.charAt(CAUSE_LENGTH - 1)) ? CAUSE_LENGTH - 1 : CAUSE_LENGTH;
        return cause.substring(0, end);
    }
}
