/** Who may come in, and who may do what. */
@NullMarked
package dev.rerun.console.security;

import org.jspecify.annotations.NullMarked;
