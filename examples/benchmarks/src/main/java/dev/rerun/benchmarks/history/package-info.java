/** The made-up history that is prepared and worked on, and the check that all who had their turn did the same with it. */
@NullMarked
package dev.rerun.benchmarks.history;

import org.jspecify.annotations.NullMarked;
