package dev.rerun.core.spi;

import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item that logic asks to be written. The engine adds entry, ordering key, contract and rerun ID.
 *
 * @param register the register to write to
 * @param uniqueKey unique in that register, and the same each time the entry is calculated
 * @param time what the item is dated; cut to whole microseconds
 * @param amount the amount, exact
 * @param currency the amount's currency or unit
 * @param units the quantity that the amount is for
 * @param refersTo the unique key of an item in the same register that this one refers to, or null
 * @param detail whatever the logic wants to read back later, or null
 */
public record ItemDraft(
        String register,
        String uniqueKey,
        Instant time,
        BigDecimal amount,
        String currency,
        BigDecimal units,
        @Nullable String refersTo,
        @Nullable String detail) {
    /** Checks every component; a violation is an {@link IllegalArgumentException} that names it. */
    public ItemDraft {
        RegisterItem checked =
                item(register, uniqueKey, "key", time, amount, currency, units, refersTo, detail, "0", null, null);
        time = checked.time();
        amount = checked.amount();
        units = checked.units();
    }

    /**
     * An item without quantity, reference and detail.
     *
     * @param register the register to write to
     * @param uniqueKey unique in that register
     * @param time what the item is dated
     * @param amount the amount
     * @param currency the amount's currency or unit
     * @return the draft, with zero units
     */
    public static ItemDraft of(String register, String uniqueKey, Instant time, BigDecimal amount, String currency) {
        return new ItemDraft(register, uniqueKey, time, amount, currency, BigDecimal.ZERO, null, null);
    }

    /**
     * Says how much the amount is for.
     *
     * @param quantity the quantity
     * @return a new draft
     */
    public ItemDraft withUnits(BigDecimal quantity) {
        return new ItemDraft(register, uniqueKey, time, amount, currency, quantity, refersTo, detail);
    }

    /**
     * Refers to another item of the same register.
     *
     * @param otherUniqueKey its unique key
     * @return a new draft
     */
    public ItemDraft referringTo(String otherUniqueKey) {
        return new ItemDraft(register, uniqueKey, time, amount, currency, units, otherUniqueKey, detail);
    }

    /**
     * Adds what the logic wants to read back later.
     *
     * @param text any text
     * @return a new draft
     */
    public ItemDraft withDetail(String text) {
        return new ItemDraft(register, uniqueKey, time, amount, currency, units, refersTo, text);
    }

    /**
     * The item as it will stand in the register.
     *
     * @param orderingKey the entry's ordering key
     * @param entryId the entry's ID
     * @param contract the contract version that made it
     * @param rerunId the rerun, or null in first processing
     * @return the item
     */
    public RegisterItem toItem(String orderingKey, String entryId, ContractId contract, @Nullable Long rerunId) {
        return item(
                register,
                uniqueKey,
                orderingKey,
                time,
                amount,
                currency,
                units,
                refersTo,
                detail,
                entryId,
                contract,
                rerunId);
    }

    private static RegisterItem item(
            String register,
            String uniqueKey,
            String orderingKey,
            Instant time,
            BigDecimal amount,
            String currency,
            BigDecimal units,
            @Nullable String refersTo,
            @Nullable String detail,
            String entryId,
            @Nullable ContractId contract,
            @Nullable Long rerunId) {
        return new RegisterItem(
                register,
                uniqueKey,
                orderingKey,
                time,
                amount,
                currency,
                units,
                refersTo,
                detail,
                false,
                entryId,
                contract,
                null,
                rerunId);
    }
}
