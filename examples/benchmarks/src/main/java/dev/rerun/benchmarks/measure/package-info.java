/** What is measured: times, memory, delays, and the value in the middle of several. */
@NullMarked
package dev.rerun.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
