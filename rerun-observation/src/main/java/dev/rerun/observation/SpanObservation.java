package dev.rerun.observation;

import dev.rerun.core.spi.Observation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** A span that is current wherever its work is done. */
final class SpanObservation<R> implements Observation<R> {
    private final Span span;
    private final Context context;
    private final BiConsumer<Span, R> counts;

    /** The consumer writes a result on the span. */
    SpanObservation(Span span, BiConsumer<Span, R> counts) {
        this.span = span;
        this.context = Context.current().with(span);
        this.counts = counts;
    }

    @Override
    public Map<String, String> context() {
        Map<String, String> values = new HashMap<>();
        W3CTraceContextPropagator.getInstance().inject(context, values, (carrier, name, value) -> {
            if (carrier != null) {
                carrier.put(name, value);
            }
        });
        return values;
    }

    // Closed by the engine, on the thread that entered.
    @SuppressWarnings("MustBeClosedChecker")
    @Override
    public Part enter() {
        return context.makeCurrent()::close;
    }

    @Override
    public void ended(R result) {
        counts.accept(span, result);
        span.end();
    }

    @Override
    public void failed(Throwable error) {
        span.recordException(error);
        span.setStatus(StatusCode.ERROR, error.toString());
        span.end();
    }
}
