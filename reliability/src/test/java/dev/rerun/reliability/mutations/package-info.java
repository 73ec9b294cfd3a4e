/** Whether the tests find what they are there for: defects are put into the libraries on purpose, and named tests must fail. */
@NullMarked
package dev.rerun.reliability.mutations;

import org.jspecify.annotations.NullMarked;
