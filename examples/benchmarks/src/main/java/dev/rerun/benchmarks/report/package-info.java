/** What a comparison found: values, ratios, and how they are written as JSON, as a table and as charts. */
@NullMarked
package dev.rerun.benchmarks.report;

import org.jspecify.annotations.NullMarked;
