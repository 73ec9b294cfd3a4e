/** The command {@code progress}: how soon a run tells where it stands. */
@NullMarked
package dev.rerun.benchmarks.progress;

import org.jspecify.annotations.NullMarked;
