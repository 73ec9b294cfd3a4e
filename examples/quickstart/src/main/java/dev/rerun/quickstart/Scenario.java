package dev.rerun.quickstart;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What can be chosen about the scenario.
 *
 * @param cutoff the rerun's window starts after this
 * @param until the last instant of the window, or null for no end
 * @param now the instant that counts as the present
 * @param retention how old an entry can be and still be calculated again
 * @param ukV2From when uk v2 comes into effect, inclusive
 * @param exportV2From when export v2 comes into effect, inclusive
 * @param invoicedModulus items of customers divisible by this are on invoices
 * @param invoicedBefore only items dated before this are
 * @param uiModulus customers divisible by this have an item made in the UI
 * @param uiAt what that item is dated
 * @param editModulus commission items of lines divisible by this were edited
 * @param workers how many threads of this process calculate the rerun; zero leaves it to others
 */
record Scenario(
        Instant cutoff,
        @Nullable Instant until,
        Instant now,
        Duration retention,
        Instant ukV2From,
        Instant exportV2From,
        int invoicedModulus,
        Instant invoicedBefore,
        int uiModulus,
        Instant uiAt,
        int editModulus,
        int workers) {}
