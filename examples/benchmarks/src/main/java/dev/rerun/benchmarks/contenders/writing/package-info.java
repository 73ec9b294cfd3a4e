/** Ways to write what a batch came to, for contenders that are no engine. */
@NullMarked
package dev.rerun.benchmarks.contenders.writing;

import org.jspecify.annotations.NullMarked;
