package dev.rerun.reprocess;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import java.io.PrintWriter;
import java.time.Clock;

/** Prints what would be sent. */
final class DryRun {
    private final RerunEngine engine;
    private final PrintWriter out;
    private final Clock clock;

    DryRun(RerunEngine engine, PrintWriter out, Clock clock) {
        this.engine = engine;
        this.out = out;
        this.clock = clock;
    }

    void print(Selection selection, RerunOptions options) {
        RerunRequest request =
                RerunRequest.where(selection.query().apply(engine)).with(options);
        long all = engine.plan(request).entries();
        engine.preview(request, RerunEngine.PAGE_LIMIT)
                .forEach(packet -> out.println(PacketBody.of(packet, clock.instant())));
        out.println(RunWords.packets(all) + " would be sent"
                + (all > RerunEngine.PAGE_LIMIT
                        ? ", of which the first " + RunWords.grouped(RerunEngine.PAGE_LIMIT) + " are above"
                        : "")
                + "; nothing was");
        out.flush();
    }
}
