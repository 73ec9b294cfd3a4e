package dev.rerun.core.spi;

import java.util.Map;
import java.util.Set;

/**
 * A message to workers: this lane, everything up to this sequence number.
 *
 * @param rerunId the run
 * @param lane the lane's number
 * @param upTo the last sequence number, inclusive
 * @param context what a trace is followed by, as {@link #canCarry} allows; empty if there is none. A stream may lose it; copied
 */
public record Block(long rerunId, int lane, long upTo, Map<String, String> context) {
    /** How many characters the names and values of a context have at most: {@value}, enough for any W3C Trace Context. */
    public static final int LONGEST_CONTEXT = 600;

    private static final Set<String> CONTEXT_NAMES = Set.of("traceparent", "tracestate");

    /** Copies the context. */
    public Block {
        context = Map.copyOf(context);
        if (!canCarry(context)) {
            throw new IllegalArgumentException("a block cannot carry the context " + context + "; give no more than "
                    + CONTEXT_NAMES + ", in printable ASCII of at most " + LONGEST_CONTEXT + " characters");
        }
    }

    /**
     * A block without a context.
     *
     * @param rerunId the run
     * @param lane the lane's number
     * @param upTo the last sequence number, inclusive
     */
    public Block(long rerunId, int lane, long upTo) {
        this(rerunId, lane, upTo, Map.of());
    }

    /**
     * Whether a context can go with a block: {@code traceparent} and {@code tracestate} as W3C Trace Context has them, and nothing
     * else, in printable ASCII of no more than {@value #LONGEST_CONTEXT} characters, names included.
     *
     * @param context values by name
     * @return true if it can
     */
    public static boolean canCarry(Map<String, String> context) {
        int length = 0;
        for (Map.Entry<String, String> value : context.entrySet()) {
            length += value.getKey().length() + value.getValue().length();
            if (!CONTEXT_NAMES.contains(value.getKey()) || !isPrintable(value.getValue())) {
                return false;
            }
        }
        return length <= LONGEST_CONTEXT;
    }

    private static boolean isPrintable(String text) {
        return text.chars().allMatch(character -> character >= ' ' && character <= '~');
    }
}
