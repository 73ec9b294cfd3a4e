/** What people can do with runs, below the page and the HTTP API. */
@NullMarked
package dev.rerun.console.runs;

import org.jspecify.annotations.NullMarked;
