/** The store inside a host's persistence unit. Needs Jakarta Persistence, 3.2 or newer; nothing else of this module does. */
@NullMarked
package dev.rerun.jdbc.jpa;

import org.jspecify.annotations.NullMarked;
