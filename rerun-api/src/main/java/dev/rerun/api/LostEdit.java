package dev.rerun.api;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A person's edit of a contract-made item that a run did not preserve. Trailing zeros of amounts are removed, as an item's are.
 *
 * @param register the item's register
 * @param uniqueKey its unique key
 * @param entryId the activity entry that it was made from, or null
 * @param calculated the amount that logic once wrote
 * @param edited the amount that a person made of it
 * @param currency the currency of both
 * @param now the amount that stands there now, or null if there is no such item
 */
public record LostEdit(
        String register,
        String uniqueKey,
        @Nullable String entryId,
        BigDecimal calculated,
        BigDecimal edited,
        String currency,
        @Nullable BigDecimal now) {
    /** Removes trailing zeros; a missing amount is an {@link IllegalArgumentException}. */
    public LostEdit {
        calculated = Require.number(calculated, "calculated amount of item ", uniqueKey);
        edited = Require.number(edited, "edited amount of item ", uniqueKey);
        now = now == null ? null : Require.number(now, "amount of item ", uniqueKey);
    }
}
