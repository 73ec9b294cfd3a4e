/** What the parts of the bench have in common. */
@NullMarked
package dev.rerun.reliability.tools;

import org.jspecify.annotations.NullMarked;
