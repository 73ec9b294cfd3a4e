/** The engine with all that it is built of, for the console and for workers. */
@NullMarked
package dev.rerun.console.engine;

import org.jspecify.annotations.NullMarked;
