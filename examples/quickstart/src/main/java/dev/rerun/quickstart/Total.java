package dev.rerun.quickstart;

import java.math.BigDecimal;

/**
 * A part of the register, added up.
 *
 * @param contract the contract version that made the items, or who else did
 * @param items how many they are
 * @param amount their sum in GBP
 */
record Total(String contract, long items, BigDecimal amount) {
    static final String ALL = "total";

    /** The sum of parts. */
    static Total of(Iterable<Total> parts) {
        long items = 0;
        BigDecimal amount = BigDecimal.ZERO;
        for (Total part : parts) {
            items += part.items();
            amount = amount.add(part.amount());
        }
        return new Total(ALL, items, amount);
    }
}
