/** The loop that comes to mind first: row by row. */
@NullMarked
package dev.rerun.benchmarks.contenders.naive;

import org.jspecify.annotations.NullMarked;
