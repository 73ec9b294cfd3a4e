@NullMarked
package dev.rerun.servers;

import org.jspecify.annotations.NullMarked;
