/** Real database servers for this project's own tests, from binaries that come as Maven artifacts. */
@NullMarked
package dev.rerun.servers;

import org.jspecify.annotations.NullMarked;
