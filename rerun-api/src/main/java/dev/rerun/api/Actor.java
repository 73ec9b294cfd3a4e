package dev.rerun.api;

import org.jspecify.annotations.Nullable;

/**
 * Who gives a command, and why. Both are kept in the run's history.
 *
 * @param caller who asks, and must then pass the engine's {@link RerunAuthorizer}; null if the host itself acts
 * @param reason why, or null
 */
public record Actor(@Nullable String caller, @Nullable String reason) {
    /** The host's own code, which names nobody and gives no reason. */
    public static final Actor HOST = new Actor(null, null);

    /** Checks the caller; a blank one is an {@link IllegalArgumentException}. */
    public Actor {
        if (caller != null) {
            Require.text(caller, "caller");
        }
    }

    /**
     * Names the caller.
     *
     * @param caller who asks
     * @return the actor, without a reason
     */
    public static Actor named(String caller) {
        return new Actor(Require.text(caller, "caller"), null);
    }

    /**
     * Says why.
     *
     * @param why the reason
     * @return a new actor
     */
    public Actor because(String why) {
        return new Actor(caller, why);
    }

    /** The caller, or "the host" if nobody is named. */
    @Override
    public String toString() {
        return caller == null ? "the host" : caller;
    }
}
