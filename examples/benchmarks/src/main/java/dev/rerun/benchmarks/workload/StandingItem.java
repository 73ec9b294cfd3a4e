package dev.rerun.benchmarks.workload;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item that stands in the register.
 *
 * @param uniqueKey unique in the register
 * @param orderingKey whose
 * @param time what it is dated
 * @param amount the amount
 * @param units what the amount is for
 * @param refersTo the key of another item that it refers to, or null
 * @param detail what the logic left, or null
 * @param uiCreated whether a person made it
 * @param invoiced whether it is on an invoice
 * @param entryId its entry, or null if a person made it
 */
public record StandingItem(
        String uniqueKey,
        String orderingKey,
        Instant time,
        BigDecimal amount,
        BigDecimal units,
        @Nullable String refersTo,
        @Nullable String detail,
        boolean uiCreated,
        boolean invoiced,
        @Nullable Long entryId) {
    /** The item that was just calculated. */
    public static StandingItem of(NewItem item) {
        return new StandingItem(
                item.uniqueKey(),
                item.orderingKey(),
                item.time(),
                item.amount(),
                item.units(),
                item.refersTo(),
                item.detail(),
                false,
                false,
                item.entryId());
    }
}
