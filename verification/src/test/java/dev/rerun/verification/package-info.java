/** What can be tested only across modules. */
@NullMarked
package dev.rerun.verification;

import org.jspecify.annotations.NullMarked;
