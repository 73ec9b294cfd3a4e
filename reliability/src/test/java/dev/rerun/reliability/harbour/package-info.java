/** A small world whose register depends on every earlier entry, and what must be in its database in the end, worked out naively. */
@NullMarked
package dev.rerun.reliability.harbour;

import org.jspecify.annotations.NullMarked;
