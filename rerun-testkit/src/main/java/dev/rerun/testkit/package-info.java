/** Contract tests for stores and streams, an in-memory store, a settable clock, and a harness for contract logic. */
@NullMarked
package dev.rerun.testkit;

import org.jspecify.annotations.NullMarked;
