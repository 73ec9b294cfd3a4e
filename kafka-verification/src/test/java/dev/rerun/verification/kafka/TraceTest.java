package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.RerunEngines;
import dev.rerun.observation.OpenTelemetryObserver;
import dev.rerun.servers.KafkaCluster;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A trace that is begun in one process and followed in another, through the messages and nothing else. */
class TraceTest {
    private static final int ENTRIES = 40;
    private static final int KEYS = 10;

    private final Topics topics = Topics.on(KafkaCluster.shared());
    private final Telemetry starting = new Telemetry();
    private final Telemetry working = new Telemetry();

    @RegisterExtension
    private final House house = new House();

    /** What one process has of OpenTelemetry. */
    private static final class Telemetry {
        private final InMemorySpanExporter exporter = InMemorySpanExporter.create();
        private final OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                        .build())
                .build();

        List<SpanData> spans() {
            return exporter.getFinishedSpanItems();
        }
    }

    @AfterEach
    void close() {
        starting.sdk.close();
        working.sdk.close();
    }

    private RerunEngine engine(Telemetry telemetry) {
        RerunEngines.Builder builder =
                house.builder(house.store(), topics.stream().build(), "2");
        return house.open(builder.observe(new OpenTelemetryObserver(telemetry.sdk)));
    }

    @Test
    @SuppressWarnings("try") // the scope is there to be closed
    void leadsFromTheCallersRequestToEveryBatchAndTheLogicInIt() throws Exception {
        house.bill(House.APP, ENTRIES, KEYS);
        Tracer logic = working.sdk.getTracer("logic");
        house.onRerun(entry -> logic.spanBuilder("trip").startSpan().end());
        Span request = starting.sdk.getTracer("host").spanBuilder("request").startSpan();
        Rerun run;
        try (Scope scope = request.makeCurrent()) {
            run = engine(starting).start(House.CUTOFF);
        }
        RerunEngine other = engine(working);
        other.startWorkers(2);
        RerunReport report = run.await(House.LONG);
        other.close();

        house.isAsALoopSays(report, ENTRIES, KEYS);
        SpanData prepare = starting.spans().get(0);
        assertThat(prepare.getName()).isEqualTo("rerun prepare");
        assertThat(prepare.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        List<SpanData> batches = working.spans().stream()
                .filter(span -> span.getName().equals("rerun batch"))
                .toList();
        assertThat(batches).hasSizeGreaterThanOrEqualTo(ENTRIES / 5).allSatisfy(batch -> assertThat(batch.getLinks())
                .extracting(LinkData::getSpanContext)
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.getTraceId()).isEqualTo(prepare.getTraceId());
                    assertThat(link.getSpanId()).isEqualTo(prepare.getSpanId());
                }));
        assertThat(batches.stream()
                        .map(batch -> batch.getAttributes().get(AttributeKey.longKey("rerun.entries.done")))
                        .mapToLong(done -> done)
                        .sum())
                .isEqualTo(ENTRIES);
        assertThat(working.spans())
                .filteredOn(span -> span.getName().equals("trip"))
                .hasSize(ENTRIES)
                .extracting(SpanData::getParentSpanId)
                .isSubsetOf(batches.stream().map(SpanData::getSpanId).toList());
    }
}
