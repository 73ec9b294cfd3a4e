/** The floor: what is possible by hand for one who knows these tables and this task, and gives up all that an engine is for. */
@NullMarked
package dev.rerun.benchmarks.contenders.floor;

import org.jspecify.annotations.NullMarked;
