package dev.rerun.core;

import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.Observation.Part;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a host's observer is told of one piece of work. Nothing that it throws gets through. */
final class GuardedObservation<R> {
    private final GuardedObserver observer;
    private final long rerunId;
    private final Observation<R> observation;
    private volatile boolean failed;

    GuardedObservation(GuardedObserver observer, long rerunId, Observation<R> observation) {
        this.observer = observer;
        this.rerunId = rerunId;
        this.observation = observation;
    }

    Map<String, String> context() {
        // As a block's, it is checked.
        Map<String, String> context = call(() -> new Block(rerunId, 0, 1, observation.context()).context());
        return context == null ? Map.of() : context;
    }

    Part enter() {
        Part part = call(() -> Objects.requireNonNull(observation.enter(), "part"));
        return part == null ? () -> {} : () -> run(part::close);
    }

    void ended(R result) {
        run(() -> observation.ended(result));
        end();
    }

    void failed(Throwable error) {
        run(() -> observation.failed(error));
        end();
    }

    private void end() {
        if (!failed) {
            observer.sawItThrough();
        }
    }

    private void run(Runnable call) {
        call(() -> {
            call.run();
            return true;
        });
    }

    private <T> @Nullable T call(Supplier<T> call) {
        T answer = observer.call(rerunId, call);
        failed |= answer == null;
        return answer;
    }
}
