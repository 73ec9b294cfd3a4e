/** Faults of networks, processes, messages and clocks in the middle of a run, and what is in the database after all of them. */
@NullMarked
package dev.rerun.reliability.faults;

import org.jspecify.annotations.NullMarked;
