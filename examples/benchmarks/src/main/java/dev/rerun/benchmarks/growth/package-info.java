/** How the engine's cost grows with what a rerun has to do, and with who works on it. */
@NullMarked
package dev.rerun.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
