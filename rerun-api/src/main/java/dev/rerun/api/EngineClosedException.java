package dev.rerun.api;

/** The engine was closed; build another one. */
public final class EngineClosedException extends RerunException {
    private static final long serialVersionUID = 1L;

    /** Makes the exception. */
    public EngineClosedException() {
        super("this engine is closed; build another one on the same store", null);
    }
}
