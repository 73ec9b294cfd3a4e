/** The store over JDBC. A host makes a {@link dev.rerun.jdbc.JdbcSchema} once and a {@link dev.rerun.jdbc.JdbcStore}. */
@NullMarked
package dev.rerun.jdbc;

import org.jspecify.annotations.NullMarked;
