package dev.rerun.api;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a register, as it stands there. Its identity is its register and unique key.
 *
 * <p>Amounts and units are exact and never rounded by the engine; trailing zeros carry no meaning and are removed. The
 * time is cut to whole microseconds.
 *
 * @param register the register that it stands in
 * @param uniqueKey unique in its register
 * @param orderingKey whose sequence it belongs to
 * @param time what the item is dated; decides whether it lies in a rerun's window
 * @param amount the amount, of any sign
 * @param currency the amount's currency or unit
 * @param units the quantity that the amount is for
 * @param refersTo the unique key of an item in the same register that this one refers to, or null
 * @param detail whatever its maker wants to read back later, or null
 * @param uiCreated whether a person made it in the UI, rather than a contract
 * @param entryId the activity entry that it was made from, or null
 * @param contract the contract version that made it, or null
 * @param invoiceId the invoice that it stands on, or null
 * @param rerunId the rerun that made it, or null if first processing or a person did
 */
public record RegisterItem(
        String register,
        String uniqueKey,
        String orderingKey,
        Instant time,
        BigDecimal amount,
        String currency,
        BigDecimal units,
        @Nullable String refersTo,
        @Nullable String detail,
        boolean uiCreated,
        @Nullable String entryId,
        @Nullable ContractId contract,
        @Nullable String invoiceId,
        @Nullable Long rerunId) {
    /** Checks the components that an item cannot be without; a violation is an {@link IllegalArgumentException}. */
    public RegisterItem {
        Require.text(register, "register");
        Require.text(uniqueKey, "unique key of an item in register ", register);
        Require.text(orderingKey, "ordering key of item ", uniqueKey);
        time = Require.time(time, "time of item ", uniqueKey);
        amount = Require.number(amount, "amount of item ", uniqueKey);
        Require.text(currency, "currency of item ", uniqueKey);
        units = Require.number(units, "units of item ", uniqueKey);
    }

    /**
     * Whether the item stands on an invoice.
     *
     * @return true if it has an invoice ID
     */
    public boolean invoiced() {
        return invoiceId != null;
    }
}
