package dev.rerun.core;

import dev.rerun.api.RerunAuthorizer;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.StoreTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the host decided about its reruns. */
record Policy(
        Duration retention,
        @Nullable Clock clock,
        int lanes,
        int batchSize,
        List<HostRule> hostRules,
        Duration stalledAfter,
        @Nullable RerunAuthorizer authorizer) {
    Policy {
        hostRules = List.copyOf(hostRules);
    }

    Instant now(StoreTransaction tx) {
        return clock == null ? tx.now() : clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    Eligibility eligibility(Selection selection) {
        return Eligibility.of(selection, hostRules);
    }
}
