package dev.rerun.api;

/** A request named a caller who may not act; nothing was touched. */
public final class RerunNotAuthorizedException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final String caller;
    private final String app;

    /**
     * Makes the exception.
     *
     * @param caller who asked
     * @param app whose entries
     * @param remedy what to do
     */
    public RerunNotAuthorizedException(String caller, String app, String remedy) {
        super("'" + caller + "' may not rerun app '" + app + "'; " + remedy, null);
        this.caller = caller;
        this.app = app;
    }

    /**
     * Who asked.
     *
     * @return the caller
     */
    public String caller() {
        return caller;
    }

    /**
     * Whose entries.
     *
     * @return the app's name
     */
    public String app() {
        return app;
    }
}
