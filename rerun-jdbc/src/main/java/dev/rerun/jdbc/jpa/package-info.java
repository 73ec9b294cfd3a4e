/**
 * The store inside a host's persistence unit, and the names of a mapping out of its entity classes. Needs Jakarta Persistence,
 * 3.2 or newer; nothing else of this module does.
 */
@NullMarked
package dev.rerun.jdbc.jpa;

import org.jspecify.annotations.NullMarked;
