/** What is read from a host's entity classes. */
@NullMarked
package dev.rerun.jdbc.jpa;

import org.jspecify.annotations.NullMarked;
