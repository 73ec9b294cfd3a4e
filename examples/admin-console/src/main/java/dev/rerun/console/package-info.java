/** The program: a billing team's application with rerun in it. */
@NullMarked
package dev.rerun.console;

import org.jspecify.annotations.NullMarked;
