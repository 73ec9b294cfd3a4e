package dev.rerun.core;

import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import java.math.BigDecimal;

/** What the diagnostics of an entry say of items that stay. */
final class Remarks {
    private Remarks() {}

    static Diagnostic kept(RegisterItem item, KeptReason reason) {
        return new Diagnostic(
                Diagnostic.KEPT,
                item.register() + "/" + item.uniqueKey() + " stays (" + reason + ") with " + plain(item.amount()) + " "
                        + item.currency() + "; the logic no longer calculates it");
    }

    static Diagnostic retained(RegisterItem calculated, RegisterItem kept, KeptReason reason) {
        String change = calculated.currency().equals(kept.currency())
                ? "difference " + plain(calculated.amount().subtract(kept.amount())) + " " + kept.currency()
                : "in another currency";
        return new Diagnostic(
                Diagnostic.RETAINED,
                kept.register() + "/" + kept.uniqueKey() + " stays (" + reason + ") with " + plain(kept.amount()) + " "
                        + kept.currency() + "; calculated " + plain(calculated.amount()) + " "
                        + calculated.currency() + ", " + change);
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
