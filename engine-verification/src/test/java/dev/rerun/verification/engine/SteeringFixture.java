package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.RerunEngines;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;

/** An engine whose worker works batch by batch, when the test says so: twenty entries of seven keys, two to a batch. */
abstract class SteeringFixture extends EngineFixture {
    static final int ENTRIES = 20;

    final SteppedStream stream = new SteppedStream();

    @BeforeEach
    void step() {
        engine.close();
        engine = open(stepped());
        engine.process(entries());
        contracts = rate("v2", "0.20");
    }

    RerunEngines.Builder stepped() {
        return builder().stream(stream).workers(1).lanes(4).batchSize(2);
    }

    /** An engine as another process has one. */
    RerunEngine another() {
        return withoutWorkers();
    }

    static List<ActivityEntry> entries() {
        return IntStream.rangeClosed(2, ENTRIES + 1)
                .mapToObj(id -> entry(id, day(id)))
                .toList();
    }

    Rerun start() {
        return engine.start(CUTOFF);
    }

    Rerun start(RerunOptions options) {
        return engine.start(RerunRequest.after(CUTOFF).with(options));
    }

    void failOn(int... ids) {
        for (int id : ids) {
            logic.failOn(Integer.toString(id), () -> new IllegalStateException("no tariff for parcel " + id));
        }
    }

    void heal(int... ids) {
        for (int id : ids) {
            logic.unscript(Integer.toString(id));
        }
    }
}
