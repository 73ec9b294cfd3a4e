/** The store over JDBC. */
@NullMarked
package dev.rerun.jdbc;

import org.jspecify.annotations.NullMarked;
