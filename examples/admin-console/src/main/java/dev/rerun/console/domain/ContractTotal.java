package dev.rerun.console.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a contract's lines of the register add up to.
 *
 * @param contract the contract with its version, or {@value #BY_HAND}
 * @param lines how many lines
 * @param amount their sum
 */
public record ContractTotal(String contract, long lines, BigDecimal amount) {
    /** Stands for the contract of lines that a person wrote: {@value}. */
    public static final String BY_HAND = "by hand";

    /** As the database groups them. */
    public ContractTotal(
            @Nullable String name, @Nullable String version, boolean byHand, long lines, BigDecimal amount) {
        this(byHand ? BY_HAND : name + " " + version, lines, amount);
    }
}
