package dev.rerun.core;

/** Builds engines. */
public final class RerunEngines {
    private RerunEngines() {}
}
