package dev.rerun.api;

/** A request named a caller who may not act; nothing was touched. */
public final class RerunNotAuthorizedException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final String caller;
    private final RerunAction action;
    private final String app;

    /**
     * Makes the exception.
     *
     * @param caller who asked
     * @param action what for
     * @param app whose entries
     * @param remedy what to do
     */
    public RerunNotAuthorizedException(String caller, RerunAction action, String app, String remedy) {
        super("'" + caller + "' may not " + action + " reruns of app '" + app + "'; " + remedy, null);
        this.caller = caller;
        this.action = action;
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
     * What for.
     *
     * @return the action
     */
    public RerunAction action() {
        return action;
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
