/** Who is compared: {@link dev.rerun.benchmarks.contenders.Contender} says what each does, and each has a package of its own. */
@NullMarked
package dev.rerun.benchmarks.contenders;

import org.jspecify.annotations.NullMarked;
