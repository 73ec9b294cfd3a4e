package dev.rerun.core;

import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.WorkObserver;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A host's observer, which may throw what it likes: that is said once, until it has seen a piece of work through. */
final class GuardedObserver {
    private static final Logger log = LoggerFactory.getLogger(RerunEngines.class);

    private final WorkObserver observer;
    private volatile boolean failing;

    GuardedObserver(WorkObserver observer) {
        this.observer = observer;
    }

    /** Has work observed; null if the observer throws. */
    <R> @Nullable GuardedObservation<R> begin(long rerunId, Function<WorkObserver, Observation<R>> begin) {
        Observation<R> begun = call(rerunId, () -> Objects.requireNonNull(begin.apply(observer), "observation"));
        return begun == null ? null : new GuardedObservation<>(this, rerunId, begun);
    }

    /** Calls it; null if it throws. Only what ends the process is not its own affair. */
    <T> @Nullable T call(long rerunId, Supplier<T> call) {
        try {
            return call.get();
        } catch (StackOverflowError e) {
            failed(rerunId, e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            failed(rerunId, e);
        }
        return null;
    }

    private void failed(long rerunId, Throwable e) {
        if (!failing) {
            failing = true;
            log.warn(
                    "Rerun {}, Observer {} failed; the run is not affected, and it is not said again until it works",
                    rerunId,
                    observer.getClass().getName(),
                    e);
        }
    }

    void sawItThrough() {
        failing = false;
    }
}
