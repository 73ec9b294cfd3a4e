package dev.rerun.reliability.histories;

import dev.rerun.api.RerunEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.sql.DataSource;

/** How a history ends: all runs come to their ends and are inspected; everything is calculated once more, and inspected again. */
final class Ending {
    private final Host host;
    private final DataSource database;
    private final Settlement settlement;

    Ending(Host host, DataSource database, Duration patience) {
        this.host = host;
        this.database = database;
        this.settlement = new Settlement(host, patience);
    }

    /** What is otherwise than it must be. */
    List<String> settleAndInspect() {
        List<String> apps = host.world.apps;
        List<String> otherwise = new ArrayList<>(settlement.settle());
        if (!otherwise.isEmpty()) {
            return otherwise;
        }
        RerunEngine engine = host.anyEngine(new Random(1));
        otherwise.addAll(Inspection.of(apps, host.journal, database, engine));
        Evidence before = Evidence.of(database);
        List<Long> runs = apps.stream().map(settlement::rerunAll).toList();
        Evidence after = Evidence.of(database);
        for (int i = 0; i < runs.size(); i++) {
            FromScratch scratch = new FromScratch(apps.get(i), host.journal, host.prices.now(), runs.get(i));
            otherwise.addAll(scratch.otherwise(before, after));
        }
        otherwise.addAll(Inspection.of(apps, host.journal, database, engine));
        return otherwise;
    }
}
