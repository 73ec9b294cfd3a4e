package dev.rerun.core;

import dev.rerun.api.RerunAuthorizer;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
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
        int mostTries,
        @Nullable RerunAuthorizer authorizer) {
    Policy {
        hostRules = List.copyOf(hostRules);
    }

    Instant now(StoreTransaction tx) {
        return clock == null ? tx.now() : clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    void requirePast(Instant cutoff, Instant now) {
        if (cutoff.isAfter(now)) {
            throw new IllegalArgumentException(
                    "cutoff " + cutoff + " is in the future (now is " + now + "); give one that is past");
        }
    }

    /** Work that a handler does knows neither retention nor contracts. */
    Selection selection(RerunRequest request, String app, Instant now, long epoch) {
        boolean handled = request.query() != null;
        return new Selection(
                app,
                request.cutoff(),
                request.until(),
                handled ? RerunRequest.BEGINNING : now.minus(retention),
                handled || request.includeWithoutContract(),
                epoch);
    }

    /** One lane is worked by one batch at a time: so few lanes are a cap that holds on all workers of all processes. */
    int lanesOf(RerunOptions options) {
        if (!options.pauseBetweenEntries().isZero()) {
            return 1;
        }
        Integer atOnce = options.batchesAtOnce();
        return atOnce == null ? lanes : Math.min(lanes, atOnce);
    }

    Eligibility eligibility(Selection selection) {
        return Eligibility.of(selection, hostRules);
    }
}
