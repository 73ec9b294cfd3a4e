package dev.rerun.quickstart;

/** A failure as a person wants to read it. */
final class Failure {
    private Failure() {}

    static String inWords(Throwable failure) {
        String message = failure.getMessage();
        String words = message == null || message.isBlank() ? failure.toString() : message;
        Throwable cause = failure.getCause();
        if (cause == null || cause.getMessage() == null || say(words, cause)) {
            return words;
        }
        return words + " (" + inWords(cause) + ")";
    }

    /** Whether what a cause says, or what was at the bottom of it, stands in the words already. */
    private static boolean say(String words, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            String message = each.getMessage();
            if (message != null && words.contains(message)) {
                return true;
            }
        }
        return false;
    }
}
