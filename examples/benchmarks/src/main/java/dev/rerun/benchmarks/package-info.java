/**
 * The benchmarks' command line: {@link dev.rerun.benchmarks.Benchmarks} names the commands, each of which has a package of its
 * own.
 */
@NullMarked
package dev.rerun.benchmarks;

import org.jspecify.annotations.NullMarked;
