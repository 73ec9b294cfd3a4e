package dev.rerun.api;

/** A start was refused because the app has a run that is not over. */
public final class ActiveRerunException extends RerunException {
    private static final long serialVersionUID = 1L;

    private final String app;
    private final long activeRerunId;

    /**
     * Makes the exception.
     *
     * @param app the app
     * @param activeRerunId the run that is not over
     */
    public ActiveRerunException(String app, long activeRerunId) {
        super("app '" + app + "' has the active rerun " + activeRerunId + "; wait for its end, then start again", null);
        this.app = app;
        this.activeRerunId = activeRerunId;
    }

    /**
     * The app.
     *
     * @return its name
     */
    public String app() {
        return app;
    }

    /**
     * The run that is not over.
     *
     * @return its rerun ID
     */
    public long activeRerunId() {
        return activeRerunId;
    }
}
