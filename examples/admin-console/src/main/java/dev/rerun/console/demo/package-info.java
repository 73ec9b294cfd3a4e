/** Servers and data to begin with, where no server is given. */
@NullMarked
package dev.rerun.console.demo;

import org.jspecify.annotations.NullMarked;
