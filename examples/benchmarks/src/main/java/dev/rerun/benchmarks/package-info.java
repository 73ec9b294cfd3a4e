/** The engine measured against what the database does without it. */
@NullMarked
package dev.rerun.benchmarks;

import org.jspecify.annotations.NullMarked;
