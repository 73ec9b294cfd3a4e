/** The engine on whole stores, seen as its three kinds of users see it. */
@NullMarked
package dev.rerun.verification.engine;

import org.jspecify.annotations.NullMarked;
