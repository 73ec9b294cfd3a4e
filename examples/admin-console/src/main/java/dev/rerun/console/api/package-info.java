/** The HTTP API. */
@NullMarked
package dev.rerun.console.api;

import org.jspecify.annotations.NullMarked;
