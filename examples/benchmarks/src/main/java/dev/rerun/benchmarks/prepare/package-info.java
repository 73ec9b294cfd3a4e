/** The command {@code prepare}: the preparing of a rerun against the same work as bare SQL. */
@NullMarked
package dev.rerun.benchmarks.prepare;

import org.jspecify.annotations.NullMarked;
