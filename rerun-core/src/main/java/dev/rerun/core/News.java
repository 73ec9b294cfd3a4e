package dev.rerun.core;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import java.util.Set;

/** One thing that listeners hear of a run. */
sealed interface News {
    RerunReport report();

    void tell(RerunListener listener);

    /** A run reached another state. */
    record State(RerunReport report) implements News {
        @Override
        public void tell(RerunListener listener) {
            listener.onStatus(report);
        }
    }

    /** A run has processed entries; out of date as soon as there is something newer of the run. */
    record Progress(RerunReport report) implements News {
        @Override
        public void tell(RerunListener listener) {
            listener.onProgress(report);
        }
    }

    /** A run is over, and registers have changed. */
    record Registers(RerunReport report, Set<String> names) implements News {
        @Override
        public void tell(RerunListener listener) {
            listener.onRegistersChanged(report.app(), names, report.request().cutoff());
        }
    }
}
