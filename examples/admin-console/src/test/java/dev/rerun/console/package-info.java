/** The console as its users see it. */
@NullMarked
package dev.rerun.console;

import org.jspecify.annotations.NullMarked;
