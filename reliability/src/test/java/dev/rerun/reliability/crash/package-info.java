/** Processes that are killed at every step of a run, and what the next ones make of it. */
@NullMarked
package dev.rerun.reliability.crash;

import org.jspecify.annotations.NullMarked;
