package dev.rerun.api;

/** The host's word on who may act. Asked before anything happens, for each command that names a caller. */
@FunctionalInterface
public interface RerunAuthorizer {
    /**
     * Decides on one command.
     *
     * @param caller who asks
     * @param action what for
     * @param app whose entries
     * @return whether the caller may
     */
    boolean allows(String caller, RerunAction action, String app);
}
