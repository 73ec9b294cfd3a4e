/** What a host application calls: {@link RerunEngine} first, the domain's records beside it. */
@NullMarked
package dev.rerun.api;

import org.jspecify.annotations.NullMarked;
