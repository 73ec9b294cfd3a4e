/** What contenders prepare and work on: histories with a change of prices, and the logic that calculates them again. */
@NullMarked
package dev.rerun.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
