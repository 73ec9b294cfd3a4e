package dev.rerun.reliability.histories;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * What a unit costs, whether large crossings cost extra, whether crossings without a plate are covered, and which crossings cannot be
 * billed at all. All of this follows from the list's number.
 */
record PriceList(int number) {
    static final String NUMBER = "number";
    static final int MOST = 60;

    /** The first one, which can bill everything. */
    static final PriceList FIRST = new PriceList(1);

    private static final String VERSION = "v";
    private static final int LARGE = 4;

    /** The one that is meant by a contract's version. */
    static PriceList ofVersion(String version) {
        return new PriceList(Integer.parseInt(version.substring(VERSION.length())));
    }

    /** One after this one that can bill everything. */
    PriceList whole() {
        int next = number + 1;
        while (next % 3 != 1) {
            next++;
        }
        return new PriceList(next);
    }

    BigDecimal rate() {
        return BigDecimal.valueOf(1 + number * 37L % 100, 2);
    }

    boolean extra(int units) {
        return number % 2 == 0 && units >= LARGE;
    }

    boolean covers(boolean hasPlate) {
        return hasPlate || number % 2 == 0;
    }

    boolean fails(long entry) {
        int share = number % 3 == 0 ? 7 : 29;
        return number % 3 != 1 && entry % share == number % share;
    }

    String version() {
        return VERSION + number;
    }

    Optional<Contract> contract(ActivityEntry entry) {
        return covers(Crossing.hasPlate(entry.payload()))
                ? Optional.of(new Contract(
                        new ContractId("toll", version()), Toll.NAME, Map.of(NUMBER, Integer.toString(number))))
                : Optional.empty();
    }
}
