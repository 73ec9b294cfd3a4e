package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Predicate;

/** What the errors of plug-ins mean: how they are told, and whether they may pass. */
final class Faults {
    /** Enough to see where a plug-in failed, and not too much for a run in which millions fail alike. */
    private static final int STACK_LENGTH = 4_000;

    private static final int MOST_CAUSES = 20;

    private final Predicate<Throwable> mayPass;

    Faults(Predicate<Throwable> mayPass) {
        this.mayPass = mayPass;
    }

    /** An entry that failed with an error. */
    Processed failed(ActivityEntry entry, LogicTurn turn, Throwable error) {
        Processed failed = Processed.failed(entry, turn.contract(), turn.duration(), oneLine(error), stackTrace(error));
        return passes(error) ? failed.passing() : failed;
    }

    /** The host's word on an error, or on what caused it. One that fails itself has nothing to say. */
    private boolean passes(Throwable error) {
        try {
            int depth = 0;
            for (Throwable cause = error; cause != null && depth < MOST_CAUSES; cause = cause.getCause()) {
                if (mayPass.test(cause)) {
                    return true;
                }
                depth++;
            }
        } catch (RuntimeException e) {
            error.addSuppressed(e);
        }
        return false;
    }

    static String oneLine(Throwable error) {
        String message = error.getMessage();
        return error.getClass().getName()
                + (message == null ? "" : ": " + message.lines().findFirst().orElse(""));
    }

    static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        String whole = text.toString().strip();
        return whole.length() <= STACK_LENGTH ? whole : whole.substring(0, STACK_LENGTH) + " ... (cut)";
    }
}
