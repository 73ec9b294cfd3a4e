package dev.rerun.quickstart;

/** The scenario came to an end that its figures would not describe; the message says which. */
final class ScenarioFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioFailedException(String message) {
        super(message);
    }
}
