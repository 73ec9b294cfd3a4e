/** The team's own tables: activities, the register, invoices, contracts, articles on hold. */
@NullMarked
package dev.rerun.console.domain;

import org.jspecify.annotations.NullMarked;
