/** Processes that are killed at every step of a rerun, and what the next ones make of it. */
@NullMarked
package dev.rerun.reliability;

import org.jspecify.annotations.NullMarked;
