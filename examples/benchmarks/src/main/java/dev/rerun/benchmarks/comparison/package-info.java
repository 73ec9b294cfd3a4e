/** The comparison: every contender has its turn in every round, and all must leave the same behind. */
@NullMarked
package dev.rerun.benchmarks.comparison;

import org.jspecify.annotations.NullMarked;
