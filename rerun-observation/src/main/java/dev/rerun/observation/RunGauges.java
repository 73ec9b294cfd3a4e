package dev.rerun.observation;

import dev.rerun.api.RerunReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The gauges of the runs that are going, of which an app has one at most. They are there as long as the run is. */
final class RunGauges {
    /** A run of which nothing was heard for so long has not moved: the rate of its last minute is nothing. */
    private static final Duration MOVING = Duration.ofMinutes(1);

    private final MeterRegistry registry;
    private final Map<String, Going> going = new HashMap<>();

    RunGauges(MeterRegistry registry) {
        this.registry = registry;
    }

    synchronized void show(RerunReport report) {
        Going shown = going.get(report.app());
        if (!report.status().terminal()) {
            if (shown == null) {
                going.put(report.app(), new Going(report));
            } else {
                shown.hear(report);
            }
        } else if (shown != null && shown.report.id() == report.id()) {
            shown.remove();
            going.remove(report.app());
        }
    }

    /** A run, as it was heard of last. */
    private final class Going {
        private volatile RerunReport report;
        private volatile long heard = now();
        private final List<Gauge> gauges;

        Going(RerunReport report) {
            this.report = report;
            this.gauges = List.of(
                    gauge("rerun.run.remaining", run -> (double) run.report.remaining()),
                    gauge("rerun.run.rate", Going::rate));
        }

        private Gauge gauge(String name, ToDoubleFunction<Going> value) {
            return Gauge.builder(name, this, value).tag("app", report.app()).register(registry);
        }

        void hear(RerunReport newer) {
            report = newer;
            heard = now();
        }

        private double rate() {
            return now() - heard < MOVING.toNanos() ? report.entriesPerSecond() : 0;
        }

        void remove() {
            gauges.forEach(registry::remove);
        }
    }

    private long now() {
        return registry.config().clock().monotonicTime();
    }
}
