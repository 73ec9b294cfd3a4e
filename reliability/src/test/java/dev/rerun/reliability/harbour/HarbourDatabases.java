package dev.rerun.reliability.harbour;

/** Databases of one kind with the same in them. */
interface HarbourDatabases {
    HarbourDatabase open();
}
