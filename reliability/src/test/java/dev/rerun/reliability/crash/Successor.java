package dev.rerun.reliability.crash;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import javax.sql.DataSource;

/** The process that takes over and is killed as well, at a step of any of its threads, which come as they come. */
final class Successor {
    private Successor() {}

    static void work(Orders orders) {
        Job job = orders.errand().job();
        Steps steps = new Steps(thread -> true, orders.last());
        steps.count();
        RequestSteps.take(steps, step -> {});
        DataSource database = new SteppedSource(orders.database(), thread -> false, steps).dataSource();
        JdbcSchema.of(database).createOrUpgrade();
        RerunEngines.Builder builder = Host.engine(database, job.prices, new SteppedLogic(new BerthFee(), steps));
        orders.topic().ifPresent(topic -> topic.carryFor(builder));
        try (RerunEngine engine = builder.build()) {
            Takeover.of(job, engine, orders.run());
        }
        steps.survive();
    }
}
