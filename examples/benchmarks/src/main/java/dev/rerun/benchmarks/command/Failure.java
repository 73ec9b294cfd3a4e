package dev.rerun.benchmarks.command;

/** A failure as a person wants to read it. */
public final class Failure {
    private Failure() {}

    public static String inWords(Throwable failure) {
        String message = failure.getMessage();
        String words = message == null || message.isBlank() ? failure.toString() : message;
        Throwable cause = failure.getCause();
        if (cause == null || cause.getMessage() == null || words.contains(cause.getMessage())) {
            return words;
        }
        return words + " (" + inWords(cause) + ")";
    }
}
