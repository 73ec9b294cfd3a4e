/** The Online Retail scenario, as a host application would write it. */
@NullMarked
package dev.rerun.quickstart;

import org.jspecify.annotations.NullMarked;
