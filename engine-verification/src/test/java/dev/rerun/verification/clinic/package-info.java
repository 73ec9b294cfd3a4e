/** A clinic that bills house calls, works with Jakarta Persistence, and has the store work on the tables of its entities. */
@NullMarked
package dev.rerun.verification.clinic;

import org.jspecify.annotations.NullMarked;
