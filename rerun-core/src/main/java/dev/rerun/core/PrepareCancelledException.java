package dev.rerun.core;

/** Rolls back a prepare because somebody has cancelled the run. */
final class PrepareCancelledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PrepareCancelledException(String message) {
        super(message, null, false, false);
    }
}
