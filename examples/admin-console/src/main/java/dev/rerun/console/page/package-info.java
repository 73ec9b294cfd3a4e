/** The pages. */
@NullMarked
package dev.rerun.console.page;

import org.jspecify.annotations.NullMarked;
