package dev.rerun.core;

import dev.rerun.api.Actor;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunAuthorizer;
import dev.rerun.api.RerunNotAuthorizedException;
import org.jspecify.annotations.Nullable;

/** Asks the host whether a named caller may act. The host's own code names nobody, and may. */
record Permission(@Nullable RerunAuthorizer authorizer) {
    void require(Actor actor, RerunAction action, String app) {
        String caller = actor.caller();
        if (caller == null) {
            return;
        }
        if (authorizer == null) {
            throw new RerunNotAuthorizedException(
                    caller,
                    action,
                    app,
                    "this engine knows no authorizer; give one with authorizer(...), or name no caller");
        }
        if (!authorizer.allows(caller, action, app)) {
            throw new RerunNotAuthorizedException(caller, action, app, "ask someone who may");
        }
    }
}
