/** How activities become lines of the register, and how rerun finds the team's tables. */
@NullMarked
package dev.rerun.console.billing;

import org.jspecify.annotations.NullMarked;
