/** The kit's own tests. */
@NullMarked
package dev.rerun.testkit;

import org.jspecify.annotations.NullMarked;
