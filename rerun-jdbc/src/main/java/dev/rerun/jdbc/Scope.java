package dev.rerun.jdbc;

/** What turns values into those of columns: the app that they are of, and the names as the transaction sees them. */
record Scope(String app, Names.View names) {}
