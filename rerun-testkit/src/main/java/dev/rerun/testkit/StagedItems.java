package dev.rerun.testkit;

import static dev.rerun.testkit.Stage.APP;
import static dev.rerun.testkit.Stage.MICRO;
import static dev.rerun.testkit.Stage.NOON;
import static dev.rerun.testkit.Stage.TARIFF;
import static dev.rerun.testkit.Stage.entry;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.Selection;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Run;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items of the contracts' stages. */
final class StagedItems {
    private StagedItems() {}

    /** An item that a contract made from an entry, dated like it. */
    static RegisterItem item(ActivityEntry entry, String uniqueKey) {
        return item(entry.id(), entry.orderingKey(), uniqueKey, entry.createdAt());
    }

    static RegisterItem item(@Nullable String entryId, String orderingKey, String uniqueKey, Instant time) {
        return new RegisterItem(
                "dues",
                uniqueKey,
                orderingKey,
                time,
                new BigDecimal("12.345"),
                "EUR",
                BigDecimal.TEN,
                "earlier",
                "ton by ton",
                false,
                entryId,
                TARIFF,
                null,
                null);
    }

    static RegisterItem byHand(String uniqueKey, Instant time) {
        return new RegisterItem(
                "dues",
                uniqueKey,
                "quay",
                time,
                BigDecimal.ONE,
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                true,
                null,
                null,
                null,
                null);
    }

    static List<RegisterItem> populateOneOfEachReason(Stage stage) {
        Instant from = NOON.plusSeconds(60);
        Instant late = NOON.plusSeconds(100);
        ActivityEntry past = entry(1, from.minusSeconds(1));
        ActivityEntry within = entry(2, from.plusSeconds(1));
        ActivityEntry without = entry(3, from.plusSeconds(2));
        stage.process(past, within);
        stage.process(OutcomeStatus.NO_CONTRACT, without);
        stage.write(
                item(within, "gone"),
                dated(within, "outside", NOON),
                dated(past, "past", late),
                dated(past, "past, invoiced", late),
                item(without, "not selected"),
                item(within, "invoiced"));
        stage.host.addItem(APP, byHand("by hand", late));
        stage.host.addItem(APP, byHand("by hand, invoiced", late));
        stage.host.addItem(APP, byHand("by hand, outside", NOON));
        for (String key : List.of("past, invoiced", "invoiced", "by hand, invoiced")) {
            stage.host.invoice(APP, "R-2026-1", new ItemKey("dues", key));
        }
        return stage.host.items(APP).stream()
                .filter(item -> !item.uniqueKey().equals("gone"))
                .toList();
    }

    static Selection ofEachReason(long epoch) {
        return new Selection(APP, NOON, null, NOON.plusSeconds(60), false, epoch);
    }

    static RegisterItem dated(ActivityEntry entry, String uniqueKey, Instant time) {
        return item(entry.id(), entry.orderingKey(), uniqueKey, time);
    }

    /** An item that a run writes, with an amount of its own. */
    static RegisterItem written(ActivityEntry entry, String register, String uniqueKey, Run run) {
        return new RegisterItem(
                register,
                uniqueKey,
                entry.orderingKey(),
                entry.createdAt(),
                new BigDecimal("54.3"),
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                false,
                entry.id(),
                TARIFF,
                null,
                run.id());
    }

    /** Every column that an eligible item can have is filled, and no two alike. */
    static RegisterItem whole(ActivityEntry entry, String register, String uniqueKey, ContractId contract) {
        return filled(entry, register, uniqueKey, contract, "base fee", "line one\nline 'two'", 900_777L);
    }

    /** Every column that an item can lack is empty. */
    static RegisterItem bare(ActivityEntry entry) {
        return filled(entry, "dues", "bare", null, null, null, null);
    }

    private static RegisterItem filled(
            ActivityEntry entry,
            String register,
            String uniqueKey,
            @Nullable ContractId contract,
            @Nullable String refersTo,
            @Nullable String detail,
            @Nullable Long rerunId) {
        return new RegisterItem(
                register,
                uniqueKey,
                "another key",
                entry.createdAt().plus(MICRO),
                new BigDecimal("-1234567890.123456789"),
                "TEU",
                new BigDecimal("0.000000001"),
                refersTo,
                detail,
                false,
                entry.id(),
                contract,
                null,
                rerunId);
    }
}
