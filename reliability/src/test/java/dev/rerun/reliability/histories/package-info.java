/** Short histories at random, with real concurrency and faults, checked against what must be true of any of them. */
@NullMarked
package dev.rerun.reliability.histories;

import org.jspecify.annotations.NullMarked;
