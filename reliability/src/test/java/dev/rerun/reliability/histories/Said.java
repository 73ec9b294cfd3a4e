package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Evidence.Outcome;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an outcome's remarks say of items: what logic made, by unique key, and for which of these an item that was there stays.
 */
record Said(Map<String, Thing> made, Set<String> retained) {
    private static final Pattern MADE = Pattern.compile(Toll.ITEM + ": ([^|]*)\\|([^|]*)\\|([^|]*)\\|(.*)");
    private static final Pattern RETAINED = Pattern.compile("retained: " + Toll.REGISTER + "/(\\S*) stays .*");

    /** An item, as far as logic determines it. */
    record Thing(BigDecimal amount, BigDecimal units, String detail) {
        static Thing of(BigDecimal amount, BigDecimal units, String detail) {
            return new Thing(amount.stripTrailingZeros(), units.stripTrailingZeros(), detail);
        }
    }

    static Said by(Outcome outcome) {
        Map<String, Thing> made = new LinkedHashMap<>();
        Set<String> retained = new HashSet<>();
        List<String> lines = outcome.diagnostics().lines().toList();
        for (String line : lines) {
            Matcher item = MADE.matcher(line);
            if (item.matches()) {
                made.put(
                        item.group(1),
                        Thing.of(new BigDecimal(item.group(2)), new BigDecimal(item.group(3)), item.group(4)));
            }
            Matcher kept = RETAINED.matcher(line);
            if (kept.matches()) {
                retained.add(kept.group(1));
            }
        }
        return new Said(made, retained);
    }
}
