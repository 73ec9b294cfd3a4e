package dev.rerun.reliability.harbour;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How facts are written down to be compared. */
public final class Line {
    private Line() {}

    public static String of(@Nullable String... facts) {
        return Arrays.stream(facts).map(fact -> fact == null ? "-" : fact).collect(Collectors.joining("|"));
    }

    /** A number without zeros at its end. */
    public static @Nullable String plain(@Nullable String number) {
        return number == null ? null : plain(new BigDecimal(number));
    }

    public static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
