/** Spring Batch, as a team that knows it well would write the job. */
@NullMarked
package dev.rerun.benchmarks.contenders.batch;

import org.jspecify.annotations.NullMarked;
