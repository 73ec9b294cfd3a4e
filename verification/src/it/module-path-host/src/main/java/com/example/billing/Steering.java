package com.example.billing;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunPlan;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.time.Instant;

/** What an operator does with a run. */
final class Steering {
    private Steering() {}

    static void steer(RerunEngine engine, Instant cutoff) throws InterruptedException {
        // shown: steering
        Actor ann = Actor.named("ann");
        RerunRequest request = RerunRequest.after(cutoff)
                .onBehalfOf("ann")
                .because("new price list")
                .with(RerunOptions.DEFAULT.firstOnly(1).entriesPerSecond(500));
        RerunPlan plan = engine.plan(request);
        System.out.println("would delete " + plan.itemsToDelete() + " items of " + plan.entries() + " entries");

        Rerun rerun = engine.start(request);
        awaitPause(rerun);
        engine.resume(rerun.id(), ann.because("the first entry looks right"));

        RerunReport report = rerun.await(Duration.ofMinutes(1));
        if (report.failed() > 0) {
            rerun.failureCauses().forEach(cause -> System.out.println(cause.entries() + " x " + cause.cause()));
            engine.retryFailed(rerun.id(), ann.because("the plug-in was corrected"));
        }
        // shown: end
        System.out.println("steered " + report.done() + " entries with " + rerun.commands().size() + " commands");
    }

    private static void awaitPause(Rerun rerun) throws InterruptedException {
        while (rerun.status() != RerunStatus.PAUSED) {
            Thread.sleep(10);
        }
    }
}
