package dev.rerun.reliability.harbour;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The facts of a small world: a harbour bills fourteen calls of four ships, one a day. What was billed after the third day is
 * calculated again, by a new price list.
 */
public final class Harbour {
    public static final String APP = "harbour";
    public static final String REGISTER = "Fees";

    /** Entries are numbered by their days, from one. */
    public static final int ENTRIES = 14;

    public static final int CUTOFF_DAY = 3;
    public static final int PAST_RETENTION = 4;
    public static final int FAILING = 6;
    public static final int INVOICED = 7;
    public static final int WITHOUT_CONTRACT = 10;

    /** Of each ship every so many units one is free, whichever calls they belong to. */
    public static final int UNITS_TO_A_FREE_ONE = 4;

    public static final String INVOICE = "INV-1";
    public static final String HAND_WRITTEN = "hand-written";
    public static final String HAND_WRITTEN_SHIP = "ship 1";
    public static final int HAND_WRITTEN_UNITS = 2;
    public static final BigDecimal HAND_WRITTEN_AMOUNT = new BigDecimal("7.5");

    /** In half days, so that it lies between two entries. */
    public static final int HAND_WRITTEN_HALF_DAY = 13;

    /** So many entries a run that is tried first processes before it pauses. */
    public static final int FIRST_ENTRIES = 4;

    public static final Instant CUTOFF = halfDay(2 * CUTOFF_DAY);
    public static final Instant NOW = halfDay(40);
    public static final Duration RETENTION = Duration.between(halfDay(2 * PAST_RETENTION + 1), NOW);

    private Harbour() {}

    /** A price list. The second one cannot bill the failing entry. */
    public enum Prices {
        V1("0.10"),
        V2("0.25"),
        V3("0.30");

        @SuppressWarnings("ImmutableEnumChecker") // it is
        public final BigDecimal rate;

        Prices(String rate) {
            this.rate = new BigDecimal(rate);
        }

        public boolean fails(int entry) {
            return this == V2 && entry == FAILING;
        }
    }

    /** What a run after the cutoff has to calculate, in sequence. */
    public static List<Integer> selected() {
        return List.of(5, 6, 7, 8, 9, 11, 12, 13, 14);
    }

    public static String ship(int entry) {
        return "ship " + entry % 4;
    }

    public static int units(int entry) {
        return 1 + entry % 3;
    }

    public static Instant halfDay(int number) {
        return Instant.parse("2026-05-01T00:00:00Z").plus(Duration.ofHours(12L * number));
    }
}
