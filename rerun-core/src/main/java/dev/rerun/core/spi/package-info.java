/** What others implement: contract teams the logic and the resolver, adapters the store and the stream. */
@NullMarked
package dev.rerun.core.spi;

import org.jspecify.annotations.NullMarked;
