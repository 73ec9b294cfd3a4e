package dev.rerun.benchmarks.workload;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An item that is to be written to the workload's register, in its currency.
 *
 * @param uniqueKey unique in the register
 * @param orderingKey its entry's ordering key
 * @param time what it is dated
 * @param amount the amount
 * @param units what the amount is for
 * @param refersTo the key of another item that it refers to, or null
 * @param detail what the logic wants to read back later, or null
 * @param entryId its entry
 * @param contract the number of its contract
 */
public record NewItem(
        String uniqueKey,
        String orderingKey,
        Instant time,
        BigDecimal amount,
        BigDecimal units,
        @Nullable String refersTo,
        @Nullable String detail,
        long entryId,
        int contract) {}
