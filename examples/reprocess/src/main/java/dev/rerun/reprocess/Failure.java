package dev.rerun.reprocess;

import java.sql.SQLException;

/** A failure as a person wants to read it. */
final class Failure {
    private static final String QUERY_CANCELLED = "57014";

    private Failure() {}

    static String inWords(Throwable failure) {
        if (tookTooLong(failure)) {
            return "the database took longer than database.query-timeout allows; give a longer one, or conditions that an"
                    + " index helps with (" + words(failure) + ")";
        }
        return words(failure);
    }

    private static boolean tookTooLong(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof SQLException sql && QUERY_CANCELLED.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static String words(Throwable failure) {
        String message = failure.getMessage();
        String words = message == null || message.isBlank() ? failure.toString() : message;
        Throwable cause = failure.getCause();
        if (cause == null || cause.getMessage() == null || say(words, cause)) {
            return words;
        }
        return words + " (" + words(cause) + ")";
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
