package dev.rerun.observation;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.WorkObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps Micrometer meters. As an observer it counts and times what an engine does; as a listener it knows where the store's runs
 * stand, whichever process works on them. Give it to the engine as both:
 *
 * <pre>{@code
 * MicrometerObserver meters = new MicrometerObserver(registry);
 * RerunEngines.builder()...observe(meters).listener(meters).build();
 * }</pre>
 *
 * <p>Of several engines of one process, make it the listener of one, or each end of a run counts several times. Meters have the
 * tag {@code app}, and never a run's ID, of which there is no end. Needs micrometer-core, which the host brings. Safe for all
 * threads.
 */
public final class MicrometerObserver implements WorkObserver, RerunListener {
    private final MeterRegistry registry;
    private final RunGauges gauges;

    /**
     * An observer with its meters in a host's registry.
     *
     * @param registry where the meters are kept
     */
    public MicrometerObserver(MeterRegistry registry) {
        this.registry = registry;
        this.gauges = new RunGauges(registry);
    }

    @Override
    public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
        return new Timed<>(
                "rerun.prepare", app, counts -> count(counts.itemsDeleted(), "rerun.items.deleted", "app", app));
    }

    @Override
    public Observation<LaneProgress> batchBegins(long rerunId, String app, int lane, Map<String, String> context) {
        return new Timed<>("rerun.batch", app, progress -> {
            count(progress.done(), "rerun.entries", "app", app, "result", "done");
            count(progress.failed(), "rerun.entries", "app", app, "result", "failed");
            count(progress.held(), "rerun.entries", "app", app, "result", "held");
            count(progress.created(), "rerun.items.created", "app", app);
        });
    }

    private void count(long number, String name, String... tags) {
        registry.counter(name, tags).increment((double) number);
    }

    @Override
    public void onStatus(RerunReport report) {
        gauges.show(report);
        if (report.status().terminal()) {
            String status = report.status().name().toLowerCase(Locale.ROOT);
            count(1, "rerun.runs.ended", "app", report.app(), "status", status);
        }
    }

    @Override
    public void onProgress(RerunReport report) {
        gauges.show(report);
    }

    /** Work between its begin and its end. */
    private final class Timed<R> implements Observation<R> {
        private final Timer.Sample begin = Timer.start(registry);
        private final String name;
        private final String app;
        private final Consumer<R> count;

        Timed(String name, String app, Consumer<R> count) {
            this.name = name;
            this.app = app;
            this.count = count;
        }

        @Override
        public void ended(R result) {
            stop("done");
            count.accept(result);
        }

        @Override
        public void failed(Throwable error) {
            stop("failed");
        }

        private void stop(String result) {
            begin.stop(registry.timer(name, "app", app, "result", result));
        }
    }
}
