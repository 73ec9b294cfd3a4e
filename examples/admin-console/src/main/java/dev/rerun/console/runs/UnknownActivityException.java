package dev.rerun.console.runs;

/** No activity has the ID that somebody asks for. */
public final class UnknownActivityException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnknownActivityException(String id) {
        super("no activity has the ID '" + id + "'");
    }
}
