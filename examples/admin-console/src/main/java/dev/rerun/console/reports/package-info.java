/** What the register adds up to, kept until it changes. */
@NullMarked
package dev.rerun.console.reports;

import org.jspecify.annotations.NullMarked;
