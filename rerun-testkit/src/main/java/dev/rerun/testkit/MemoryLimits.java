package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.NewRun;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreLimits;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Refuses what a database of the usual kind could not hold, so that tests in memory find it. */
final class MemoryLimits {
    static final StoreLimits LIMITS = new StoreLimits(255, 255, 1_000_000, 26, 12, false, true);

    private MemoryLimits() {}

    static void check(NewRun run) {
        name(run.selection().app(), "app");
        name(run.request().requestedBy(), "requestedBy");
        name(run.request().idempotencyKey(), "idempotency key");
        text(run.request().reason(), "reason");
        EntryQuery query = run.request().query();
        text(query == null ? null : query.toString(), "query");
    }

    static void check(Actor actor) {
        name(actor.caller(), "caller");
        text(actor.reason(), "reason");
    }

    static void check(ActivityEntry entry) {
        name(entry.app(), "app");
        key(entry.id(), "entry id");
        key(entry.orderingKey(), "ordering key of entry " + entry.id());
        text(entry.payload(), "payload of entry " + entry.id());
    }

    static void check(NewOutcome outcome) {
        contract(outcome.contract());
        long length = 0;
        for (Diagnostic diagnostic : outcome.diagnostics()) {
            length += diagnostic.code().length() + diagnostic.detail().length();
        }
        atMost(LIMITS.textLength(), length, "diagnostics of entry " + outcome.entryId());
    }

    static void check(RegisterItem item) {
        name(item.register(), "register");
        key(item.uniqueKey(), "unique key");
        key(item.orderingKey(), "ordering key of item " + item.uniqueKey());
        key(item.refersTo(), "reference of item " + item.uniqueKey());
        name(item.currency(), "currency of item " + item.uniqueKey());
        text(item.detail(), "detail of item " + item.uniqueKey());
        contract(item.contract());
        number(item.amount(), "amount of item " + item.uniqueKey());
        number(item.units(), "units of item " + item.uniqueKey());
    }

    private static void contract(@Nullable ContractId contract) {
        if (contract != null) {
            name(contract.name(), "contract name");
            name(contract.version(), "version of contract");
        }
    }

    private static void name(@Nullable String value, String what) {
        atMost(LIMITS.nameLength(), length(value), what);
    }

    private static void key(@Nullable String value, String what) {
        atMost(LIMITS.keyLength(), length(value), what);
    }

    private static void text(@Nullable String value, String what) {
        atMost(LIMITS.textLength(), length(value), what);
    }

    private static int length(@Nullable String value) {
        return value == null ? 0 : value.length();
    }

    private static void atMost(int limit, long length, String what) {
        if (length > limit) {
            throw new RejectedDataException(what + " has " + length + " characters; at most " + limit + " fit", null);
        }
    }

    private static void number(BigDecimal value, String what) {
        if (value.scale() > LIMITS.fractionDigits() || value.precision() - value.scale() > LIMITS.integerDigits()) {
            throw new RejectedDataException(
                    what + " is " + value + "; at most " + LIMITS.integerDigits() + " digits before the point and "
                            + LIMITS.fractionDigits() + " after it fit",
                    null);
        }
    }
}
