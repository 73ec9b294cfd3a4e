package dev.rerun.api;

/** The host's word on who may act. Asked before anything happens, for each request that names a caller. */
@FunctionalInterface
public interface RerunAuthorizer {
    /**
     * Decides on one request.
     *
     * @param caller who asks
     * @param app whose entries
     * @return whether the caller may
     */
    boolean allows(String caller, String app);
}
