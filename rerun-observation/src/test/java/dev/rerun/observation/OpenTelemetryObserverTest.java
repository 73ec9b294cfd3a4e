package dev.rerun.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneProgress;
import dev.rerun.core.spi.Observation;
import dev.rerun.core.spi.Observation.Part;
import dev.rerun.core.spi.StoreException;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // scopes are there to be closed
class OpenTelemetryObserverTest {
    @RegisterExtension
    private final Ferry ferry = new Ferry();

    private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();
    private final Tracer host = telemetry.getTracer("host");
    private final OpenTelemetryObserver observer = new OpenTelemetryObserver(telemetry);

    @AfterEach
    void close() {
        telemetry.close();
    }

    private List<SpanData> spans(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private SpanData span(String name) {
        List<SpanData> spans = spans(name);
        assertThat(spans).hasSize(1);
        return spans.get(0);
    }

    private static long number(SpanData span, String attribute) {
        Long value = span.getAttributes().get(AttributeKey.longKey(attribute));
        return value == null ? -1 : value;
    }

    @Test
    void aStartAndItsBatchesAreSpansThatAreLinked() {
        Span request = host.spanBuilder("request").startSpan();
        Rerun run;
        try (Scope scope = request.makeCurrent()) {
            run = ferry.open(ferry.builder().observe(observer)).start(Ferry.CUTOFF);
            assertThat(Span.current()).isSameAs(request);
        }
        request.end();
        run.await(Ferry.LONG);

        SpanData prepare = span("rerun prepare");
        assertThat(prepare.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(prepare.getAttributes().asMap())
                .isEqualTo(Attributes.builder()
                        .put("rerun.id", run.id())
                        .put("rerun.app", Ferry.APP)
                        .put("rerun.entries.queued", 6)
                        .put("rerun.items.deleted", 6)
                        .put("rerun.items.kept", 0)
                        .build()
                        .asMap());
        assertThat(spans("rerun batch")).hasSize(2).allSatisfy(batch -> {
            assertThat(batch.getParentSpanContext().isValid()).isFalse();
            assertThat(batch.getLinks())
                    .extracting(LinkData::getSpanContext)
                    .extracting(SpanContext::getTraceId, SpanContext::getSpanId)
                    .containsExactly(tuple(prepare.getTraceId(), prepare.getSpanId()));
            assertThat(batch.getAttributes().asMap())
                    .isEqualTo(Attributes.builder()
                            .put("rerun.id", run.id())
                            .put("rerun.app", Ferry.APP)
                            .put("rerun.lane", 0)
                            .put("rerun.entries.done", 3)
                            .put("rerun.entries.failed", 0)
                            .put("rerun.entries.held", 0)
                            .put("rerun.items.created", 3)
                            .put("rerun.items.retained", 0)
                            .build()
                            .asMap());
            assertThat(batch.getStatus()).isEqualTo(StatusData.unset());
        });
        assertThat(spans("rerun batch")).extracting(SpanData::getTraceId).doesNotHaveDuplicates();
    }

    @Test
    void theSpansOfLogicHangBelowThoseOfItsBatch() {
        ferry.onRerun(entry -> host.spanBuilder("tariff").startSpan().end());

        ferry.open(ferry.builder().observe(observer)).start(Ferry.CUTOFF).await(Ferry.LONG);

        List<String> batches =
                spans("rerun batch").stream().map(SpanData::getSpanId).toList();
        assertThat(spans("tariff"))
                .extracting(SpanData::getParentSpanId)
                .containsExactly(
                        batches.get(0), batches.get(0), batches.get(0), batches.get(1), batches.get(1), batches.get(1));
    }

    @Test
    void aBatchThatFailedAsAWholeCarriesTheException() {
        AtomicInteger tries = new AtomicInteger();
        ferry.onRerun(entry -> {
            if (entry.id().equals("2") && tries.incrementAndGet() <= 3) {
                ferry.store().undo(() -> new StoreException("made to fail by the test", null));
            }
            if (entry.id().equals("5")) {
                throw new IllegalStateException("no tariff");
            }
        });

        ferry.open(ferry.builder().observe(observer)).start(Ferry.CUTOFF).await(Ferry.LONG);

        List<SpanData> batches = spans("rerun batch");
        assertThat(batches).hasSize(3);
        failedWith(batches.get(0), "made to fail by the test");
        assertThat(batches.get(2).getStatus())
                .as("of a batch with a failed entry")
                .isEqualTo(StatusData.unset());
        assertThat(number(batches.get(2), "rerun.entries.failed")).isOne();
    }

    @Test
    void aPrepareThatFailedCarriesTheException() {
        RerunEngine engine = ferry.open(ferry.builder(new HandStream() {
                    @Override
                    public void publish(Iterable<Block> blocks) {
                        throw new IllegalStateException("made to fail by the test");
                    }
                })
                .observe(observer));

        assertThatExceptionOfType(RerunStartFailedException.class).isThrownBy(() -> engine.start(Ferry.CUTOFF));

        failedWith(span("rerun prepare"), "made to fail by the test");
    }

    private static void failedWith(SpanData span, String message) {
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).contains(message);
        assertThat(span.getEvents()).singleElement().satisfies(event -> assertThat(event.getName())
                .isEqualTo("exception"));
    }

    @Test
    void theContextGoesThroughMessagesAsW3cHasIt() {
        SpanContext caller = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.builder().put("vendor", "value").build());
        HandStream messages = new HandStream();
        RerunEngine starting = ferry.open(ferry.builder(messages).workers(0).observe(observer));
        try (Scope scope = Span.wrap(caller).makeCurrent()) {
            starting.start(Ferry.CUTOFF);
        }
        HandStream elsewhere = new HandStream();
        ferry.open(ferry.builder(elsewhere).observe(new OpenTelemetryObserver(telemetry)));
        messages.published().forEach(elsewhere::deliver);

        SpanData prepare = span("rerun prepare");
        assertThat(messages.published()).hasSize(2).allSatisfy(block -> assertThat(block.context())
                .isEqualTo(Map.of(
                        "traceparent",
                        "00-0af7651916cd43dd8448eb211c80319c-" + prepare.getSpanId() + "-01",
                        "tracestate",
                        "vendor=value")));
        assertThat(spans("rerun batch")).hasSize(2).allSatisfy(batch -> assertThat(batch.getLinks())
                .extracting(link -> link.getSpanContext().getSpanId())
                .containsExactly(prepare.getSpanId()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "00-00000000000000000000000000000000-b7ad6b7169203331-01"})
    void aContextThatIsNoneIsNoLink(String parent) {
        observer.batchBegins(7, Ferry.APP, 3, Map.of("traceparent", parent)).ended(new LaneProgress(0, 0, 0, 0, 0, 0));

        assertThat(span("rerun batch").getLinks()).isEmpty();
    }

    @Test
    void aBatchIsCurrentOnEachThreadThatDoesAPartOfItAndPartOfNothingElse() throws InterruptedException {
        Span other = host.spanBuilder("something else").startSpan();
        Observation<LaneProgress> batch;
        try (Scope scope = other.makeCurrent()) {
            batch = observer.batchBegins(7, Ferry.APP, 3, Map.of());
        }
        Thread logic = new Thread(() -> {
            try (Part part = batch.enter()) {
                host.spanBuilder("tariff").startSpan().end();
            }
            host.spanBuilder("afterwards").startSpan().end();
        });
        logic.start();
        logic.join();
        batch.ended(new LaneProgress(5, 5, 0, 0, 5, 0));

        assertThat(span("rerun batch").getParentSpanContext().isValid()).isFalse();
        assertThat(span("tariff").getParentSpanId())
                .isEqualTo(span("rerun batch").getSpanId());
        assertThat(span("afterwards").getParentSpanContext().isValid()).isFalse();
    }
}
