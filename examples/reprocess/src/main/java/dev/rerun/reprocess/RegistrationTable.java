package dev.rerun.reprocess;

import dev.rerun.jdbc.EntryMapping;
import dev.rerun.jdbc.TableMapping;

/** What the columns of the registration processor's table are to the engine. */
final class RegistrationTable {
    /** The engine's name for what the table holds. */
    static final String APP = "registration";

    static final String PROCESS = "process";
    static final String SOURCE = "source";
    static final String ITERATION = "iteration";

    private RegistrationTable() {}

    static TableMapping mapping(DatabaseSettings settings) {
        EntryMapping entries = EntryMapping.table(settings.table())
                .id("workflow_instance_id")
                .orderingKey("reg_id")
                .createdAt("cr_dtimes")
                .columns(PROCESS, SOURCE, ITERATION)
                // Without a RID there is nothing that could be sent.
                .only("reg_id is not null");
        return TableMapping.of(entries).ofApp(APP).timesIn(settings.zone());
    }
}
