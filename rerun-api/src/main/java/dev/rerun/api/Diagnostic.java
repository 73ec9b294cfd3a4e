package dev.rerun.api;

/**
 * One remark on how an entry was processed, written by contract logic or by the engine.
 *
 * @param code what kind of remark it is: lower-case letters, digits and hyphens, starting with a letter
 * @param detail the remark's text for people; may be empty
 */
public record Diagnostic(String code, String detail) {
    /** The engine's remark that an existing item stayed and the one that logic produced was not written. */
    public static final String RETAINED = "retained";

    /** The engine's remark that an item of the entry stayed which logic no longer produces, so that it stands beside the rest. */
    public static final String KEPT = "kept";

    /** The engine's remark that the entry failed; the detail is the error. */
    public static final String FAILED = "failed";

    /** The engine's remark how often an entry was tried before it failed; the detail is the number. */
    public static final String ATTEMPTS = "attempts";

    /** The engine's remark that no contract was in effect for the entry. */
    public static final String NO_CONTRACT = "no-contract";

    private static final int MOST_OF_CODE = 64;

    /** Checks the code; a violation is an {@link IllegalArgumentException}. */
    public Diagnostic {
        if (code == null || !isCode(code)) {
            throw new IllegalArgumentException("diagnostic code '" + code
                    + "' is malformed; use at most 64 lower-case letters, digits and hyphens, a letter first");
        }
        if (detail == null) {
            throw new IllegalArgumentException("detail of diagnostic " + code + " is missing; it may be empty");
        }
    }

    /** There is a remark or two on each of millions of entries, so no pattern is compiled and matched for them. */
    private static boolean isCode(String text) {
        if (text.isEmpty() || text.length() > MOST_OF_CODE || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char character = text.charAt(i);
            if (!isLetter(character) && (character < '0' || character > '9') && character != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z';
    }

    /**
     * A remark that says all with its code.
     *
     * @param code the code
     * @return the diagnostic
     */
    public static Diagnostic of(String code) {
        return new Diagnostic(code, "");
    }

    /** The code, and the detail after a colon. */
    @Override
    public String toString() {
        return detail.isEmpty() ? code : code + ": " + detail;
    }
}
