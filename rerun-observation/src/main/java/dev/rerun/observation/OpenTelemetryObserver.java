package dev.rerun.observation;

import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.core.spi.WorkObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.Map;

/**
 * Traces an engine's work with OpenTelemetry. A start's prepare is a span {@code rerun prepare} in the caller's trace. Each batch
 * is a span {@code rerun batch} in a trace of its own, with a link to the prepare's: a run has thousands of batches, in many
 * processes and perhaps for hours, and one trace with all that logic does in them would be more than most systems can keep, or
 * sample in parts. What is done in these spans, by logic, store and stream, is in their traces.
 *
 * <p>The prepare's context goes with the run as W3C Trace Context, whatever propagators the host has. Needs opentelemetry-api,
 * which the host brings. Safe for all threads.
 */
public final class OpenTelemetryObserver implements WorkObserver {
    private static final String SCOPE = "dev.rerun.observation";

    private static final AttributeKey<Long> ID = AttributeKey.longKey("rerun.id");
    private static final AttributeKey<String> APP = AttributeKey.stringKey("rerun.app");
    private static final AttributeKey<Long> LANE = AttributeKey.longKey("rerun.lane");
    private static final AttributeKey<Long> QUEUED = AttributeKey.longKey("rerun.entries.queued");
    private static final AttributeKey<Long> DONE = AttributeKey.longKey("rerun.entries.done");
    private static final AttributeKey<Long> FAILED = AttributeKey.longKey("rerun.entries.failed");
    private static final AttributeKey<Long> HELD = AttributeKey.longKey("rerun.entries.held");
    private static final AttributeKey<Long> DELETED = AttributeKey.longKey("rerun.items.deleted");
    private static final AttributeKey<Long> KEPT = AttributeKey.longKey("rerun.items.kept");
    private static final AttributeKey<Long> CREATED = AttributeKey.longKey("rerun.items.created");
    private static final AttributeKey<Long> RETAINED = AttributeKey.longKey("rerun.items.retained");

    private final Tracer tracer;

    /**
     * An observer that makes its spans with a host's OpenTelemetry.
     *
     * @param telemetry what the host has set up, {@code GlobalOpenTelemetry.get()} where an agent has
     */
    public OpenTelemetryObserver(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
    }

    @Override
    public Observation<PrepareCounts> prepareBegins(long rerunId, String app) {
        return new SpanObservation<>(span("rerun prepare", rerunId, app).startSpan(), OpenTelemetryObserver::count);
    }

    @Override
    public Observation<LaneProgress> batchBegins(long rerunId, String app, int lane, Map<String, String> context) {
        SpanBuilder batch = span("rerun batch", rerunId, app).setNoParent().setAttribute(LANE, (long) lane);
        SpanContext prepare = Span.fromContext(
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), context, new MapGetter()))
                .getSpanContext();
        if (prepare.isValid()) {
            batch.addLink(prepare);
        }
        return new SpanObservation<>(batch.startSpan(), OpenTelemetryObserver::count);
    }

    /** Its attributes are there from the start, so that a sampler can decide by them. */
    private SpanBuilder span(String name, long rerunId, String app) {
        return tracer.spanBuilder(name).setAttribute(ID, rerunId).setAttribute(APP, app);
    }

    private static void count(Span span, PrepareCounts counts) {
        span.setAttribute(QUEUED, counts.total());
        span.setAttribute(DELETED, counts.itemsDeleted());
        span.setAttribute(
                KEPT, counts.kept().values().stream().mapToLong(Long::longValue).sum());
    }

    private static void count(Span span, LaneProgress progress) {
        span.setAttribute(DONE, progress.done());
        span.setAttribute(FAILED, progress.failed());
        span.setAttribute(HELD, progress.held());
        span.setAttribute(CREATED, progress.created());
        span.setAttribute(RETAINED, progress.retained());
    }
}
