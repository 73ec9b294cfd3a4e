/** The engine: build one with {@link dev.rerun.core.RerunEngines}. */
@NullMarked
package dev.rerun.core;

import org.jspecify.annotations.NullMarked;
