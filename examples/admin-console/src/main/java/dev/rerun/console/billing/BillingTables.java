package dev.rerun.console.billing;

import dev.rerun.console.domain.Activity;
import dev.rerun.console.domain.RegisterLine;
import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.ItemMapping;
import dev.rerun.jdbc.TableMapping;
import dev.rerun.jdbc.jpa.JpaEntity;

/** Which of the team's columns mean what to rerun; their names are those of the entities. */
public final class BillingTables {
    private BillingTables() {}

    /** The mapping of activities and register lines, all of one app. */
    public static TableMapping ofApp(String app) {
        return TableMapping.of(activities(), lines()).ofApp(app);
    }

    private static EntryMapping activities() {
        JpaEntity activity = JpaEntity.of(Activity.class, JpaEntity.UNDERSCORES);
        return EntryMapping.table(activity.table())
                .id(activity.id())
                .orderingKey(activity.column("customer"))
                .createdAt(activity.column("recordedAt"))
                .occurredAt(activity.column("performedAt"))
                .payload(activity.column("details"))
                .epoch(activity.column("billingEpoch"))
                .rerunId(activity.column("rerunId"))
                .diagnostics(activity.column("diagnostics"));
    }

    private static ItemMapping lines() {
        JpaEntity line = JpaEntity.of(RegisterLine.class, JpaEntity.UNDERSCORES);
        return ItemMapping.table(line.table())
                .register(line.column("register"))
                .uniqueKey(line.column("lineKey"))
                .orderingKey(line.column("customer"))
                .time(line.column("bookedAt"))
                .amount(line.column("amount"))
                .calculatedAmount(line.column("calculatedAmount"))
                .currency(line.column("currency"))
                .units(line.column("units"))
                .refersTo(line.column("refersTo"))
                .detail(line.column("detail"))
                .uiCreated(line.column("madeByHand"))
                .entry(line.column("activity"))
                .contract(line.column("contract"), line.column("contractVersion"))
                .invoice(line.column("invoice"))
                .rerunId(line.column("rerunId"));
    }
}
