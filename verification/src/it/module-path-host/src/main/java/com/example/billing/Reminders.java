package com.example.billing;

import static dev.rerun.api.EntryCondition.atMost;
import static dev.rerun.api.EntryCondition.in;
import static dev.rerun.api.EntryCondition.untouchedFor;

import dev.rerun.api.EntryQuery;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.Handling;
import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.jdbc.TableMapping;
import java.io.IOException;
import java.time.Duration;
import javax.sql.DataSource;

/** Reminders that were never sent are sent again, gently. */
public final class Reminders {
    private final DataSource database;

    /** The database has the host's table of reminders. */
    public Reminders(DataSource database) {
        this.database = database;
    }

    /** Sends what is stuck, and says how it went. */
    public RerunReport sendAgain(Mailbox mailbox) {
        // shown: work
        TableMapping reminders = TableMapping.of(EntryMapping.table("reminder")
                        .id("reminder_no")
                        .orderingKey("customer")
                        .createdAt("written_at")
                        .columns("address", "text"))
                .ofApp("reminders");
        JdbcSchema.of(database).with(reminders).createOrUpgrade();
        try (RerunEngine engine = RerunEngines.builder()
                .app("reminders")
                .store(JdbcStore.on(database).with(reminders))
                .handler((entry, attempt) ->
                        mailbox.accepts(entry.id(), entry.columns()) ? Handling.succeeded() : Handling.failed("unknown address"))
                .tryAgain(IOException.class::isInstance, 5)
                .build()) {
            EntryQuery stuck = EntryQuery.where(in("state", "SENDING", "FAILED"))
                    .and(atMost("tries", 10))
                    .and(untouchedFor("tried_at", Duration.ofDays(1)))
                    .orderedBy("written_at");
            Rerun run = engine.start(RerunRequest.where(stuck)
                    .because("the mail server was down")
                    .with(RerunOptions.DEFAULT.limit(1000).pauseBetweenEntries(Duration.ofMillis(20))));
            return run.await(Duration.ofMinutes(10));
        }
        // shown: end
    }
}
