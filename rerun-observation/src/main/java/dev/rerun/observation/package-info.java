/** Observers that turn an engine's work into meters and traces. Each needs a library that the host brings. */
@NullMarked
package dev.rerun.observation;

import org.jspecify.annotations.NullMarked;
