/** The engine, through its front door, as a host would use it. */
@NullMarked
package dev.rerun.benchmarks.contenders.engine;

import org.jspecify.annotations.NullMarked;
