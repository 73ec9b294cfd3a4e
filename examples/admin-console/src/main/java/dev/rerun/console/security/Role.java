package dev.rerun.console.security;

/** What a user is in this application. */
public enum Role {
    /** May start runs and give commands. */
    ADMIN,
    /** Sees runs, and may do nothing. */
    VIEWER,
    /** Reads the reports, and does not see runs. */
    CLERK
}
