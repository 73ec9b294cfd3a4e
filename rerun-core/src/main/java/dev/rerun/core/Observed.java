package dev.rerun.core;

import dev.rerun.core.spi.Observation.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A piece of work under the eyes of all observers. */
final class Observed<R> {
    private static final ThreadLocal<@Nullable Observed<?>> CURRENT = new ThreadLocal<>();

    private final List<GuardedObservation<R>> observations;

    Observed(List<GuardedObservation<R>> observations) {
        this.observations = List.copyOf(observations);
    }

    /** The context that the first one gives that gives any: of two halves no whole comes. */
    Map<String, String> context() {
        for (GuardedObservation<R> observation : observations) {
            Map<String, String> context = observation.context();
            if (!context.isEmpty()) {
                return context;
            }
        }
        return Map.of();
    }

    /** This thread works on it until the part is closed. */
    Part enter() {
        Observed<?> outer = CURRENT.get();
        CURRENT.set(this);
        List<Part> parts = new ArrayList<>();
        observations.forEach(observation -> parts.add(0, observation.enter()));
        return () -> {
            parts.forEach(Part::close);
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        };
    }

    void ended(R result) {
        observations.forEach(observation -> observation.ended(result));
    }

    void failed(Throwable error) {
        observations.forEach(observation -> observation.failed(error));
    }

    /** A part of what this thread works on, for another thread to do. */
    static Runnable partOfCurrent(Runnable work) {
        Observed<?> current = CURRENT.get();
        return current == null ? work : () -> current.run(work);
    }

    // The part is there to be closed.
    @SuppressWarnings("try")
    private void run(Runnable work) {
        try (Part part = enter()) {
            work.run();
        }
    }
}
