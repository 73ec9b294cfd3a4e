package dev.rerun.reliability.histories;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Something that happens to a world. What it does depends on its own seed and on what is there by then, so that the others stay
 * what they are when some are left out.
 *
 * @param number its number, from one
 * @param hand who does it
 * @param kind what
 * @param waitMillis how long that hand waits before
 * @param seed of the details
 */
record Action(int number, Hand hand, Kind kind, int waitMillis, long seed) {
    private static final int LONGEST_WAIT_MILLIS = 40;

    /** Each hand is a thread of the host, and does one thing after another. */
    enum Hand {
        CLERK,
        OPERATOR
    }

    /** What may happen, and how often, in comparison. What has no hand of its own, either does. */
    enum Kind {
        LIVE(20, Hand.CLERK),
        INVOICE(14, Hand.CLERK),
        WRITE(5, Hand.CLERK),
        EDIT(6, Hand.CLERK),
        DELETE(4, Hand.CLERK),
        CHANGE_PRICES(10, Hand.OPERATOR),
        START(22, Hand.OPERATOR),
        RETRY(7, Hand.OPERATOR),
        PURGE(7, Hand.OPERATOR),
        PAUSE(5),
        RESUME(14),
        CANCEL(5),
        REPLACE_ENGINE(3, Hand.OPERATOR),
        END_SESSION(8),
        CUT(8);

        private final int weight;
        private final @Nullable Hand only;

        Kind(int weight) {
            this(weight, null);
        }

        Kind(int weight, @Nullable Hand only) {
            this.weight = weight;
            this.only = only;
        }

        private Hand hand(Random random) {
            Hand any = random.nextBoolean() ? Hand.CLERK : Hand.OPERATOR;
            return only == null ? any : only;
        }
    }

    static List<Action> sequence(Random random, int count) {
        List<Action> actions = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            actions.add(any(random, number));
        }
        return actions;
    }

    static Action any(Random random, int number) {
        Kind kind = anyKind(random);
        return new Action(number, kind.hand(random), kind, random.nextInt(LONGEST_WAIT_MILLIS), random.nextLong());
    }

    private static Kind anyKind(Random random) {
        List<Kind> weighted = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < kind.weight; i++) {
                weighted.add(kind);
            }
        }
        return weighted.get(random.nextInt(weighted.size()));
    }

    @Override
    public String toString() {
        return number + " " + hand + " " + kind + " after " + waitMillis + " ms";
    }
}
