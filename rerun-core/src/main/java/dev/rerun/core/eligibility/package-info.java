/** Which entries a rerun calculates again and which items it may delete: pure functions of facts. */
@NullMarked
package dev.rerun.core.eligibility;

import org.jspecify.annotations.NullMarked;
