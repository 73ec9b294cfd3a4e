package dev.rerun.reliability.histories;

import dev.rerun.reliability.histories.Said.Thing;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a crossing costs, worked out with a plain loop over all that is in the register of its truck. */
final class NaiveTruck {
    private NaiveTruck() {}

    /** A line of the register. A person's has no crossing, and a time. */
    record Line(@Nullable Crossing crossing, long time, BigDecimal amount, BigDecimal units) {
        boolean comesBefore(Crossing other) {
            return crossing == null ? time <= Retelling.micros(other.recorded()) : crossing.compareTo(other) < 0;
        }
    }

    /** What is made of a crossing, by unique key. */
    static Map<String, Thing> bill(Crossing crossing, PriceList prices, Collection<Line> register) {
        BigDecimal units = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        for (Line line : register) {
            if (line.comesBefore(crossing)) {
                units = units.add(line.units());
                total = total.add(line.amount());
            }
        }
        boolean half = units.intValueExact() >= Toll.TIER;
        BigDecimal amount = BigDecimal.ZERO;
        for (int unit = 0; unit < crossing.units(); unit++) {
            amount = amount.add(half ? prices.rate().divide(BigDecimal.valueOf(2)) : prices.rate());
        }
        Map<String, Thing> items = new LinkedHashMap<>();
        items.put(
                crossing.id() + ":toll",
                Thing.of(amount, BigDecimal.valueOf(crossing.units()), "total " + Facts.of(total.add(amount))));
        if (prices.extra(crossing.units())) {
            items.put(crossing.id() + ":extra", Thing.of(prices.rate(), BigDecimal.ZERO, "after " + Facts.of(units)));
        }
        return items;
    }
}
