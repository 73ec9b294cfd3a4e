package dev.rerun.reliability.histories;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How facts are written down to be compared. */
final class Facts {
    private Facts() {}

    static String of(@Nullable Object... facts) {
        return Arrays.stream(facts).map(Facts::plain).collect(Collectors.joining("|"));
    }

    private static String plain(@Nullable Object fact) {
        return fact instanceof BigDecimal number
                ? number.stripTrailingZeros().toPlainString()
                : fact == null ? "-" : fact.toString();
    }
}
