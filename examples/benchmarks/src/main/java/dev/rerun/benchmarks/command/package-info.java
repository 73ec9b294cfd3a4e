/** What the benchmarks' commands have in common: options, the bar that shows progress, and how results are printed. */
@NullMarked
package dev.rerun.benchmarks.command;

import org.jspecify.annotations.NullMarked;
