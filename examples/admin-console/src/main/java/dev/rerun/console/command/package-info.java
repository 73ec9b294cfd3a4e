/** The command lines. */
@NullMarked
package dev.rerun.console.command;

import org.jspecify.annotations.NullMarked;
