/** A made-up host with tables of its own, which share no name and hardly a type with the default schema's. */
@NullMarked
package dev.rerun.verification.harbor;

import org.jspecify.annotations.NullMarked;
