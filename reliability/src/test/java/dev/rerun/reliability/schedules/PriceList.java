package dev.rerun.reliability.schedules;

import java.math.BigDecimal;

/**
 * What a unit costs, and which visits cannot be billed.
 *
 * @param number its version, from zero; every second list has a mistake
 */
record PriceList(int number) {
    private static final int ONE_IN = 5;

    String version() {
        return "v" + number;
    }

    BigDecimal rate() {
        return new BigDecimal("0.10").add(new BigDecimal("0.07").multiply(BigDecimal.valueOf(number)));
    }

    boolean refuses(int visit) {
        return number % 2 == 1 && visit % ONE_IN == number % ONE_IN;
    }
}
