/** The command {@code waits}: how long updates of items wait for a prepare that deletes these items. */
@NullMarked
package dev.rerun.benchmarks.waits;

import org.jspecify.annotations.NullMarked;
