/** Sends packets through MOSIP's registration processor again, from the command line. */
@NullMarked
package dev.rerun.reprocess;

import org.jspecify.annotations.NullMarked;
