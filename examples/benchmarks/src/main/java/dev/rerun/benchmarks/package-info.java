/** The engine measured against what the database does without it, and its streams against each other. */
@NullMarked
package dev.rerun.benchmarks;

import org.jspecify.annotations.NullMarked;
