package dev.rerun.observation;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.testkit.InMemoryStore;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A host that has billed six trips, and is about to calculate them again in one lane, three at a time. */
final class Ferry implements ContractLogic, AfterEachCallback {
    static final String APP = "ferry";
    static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
    static final Duration LONG = Duration.ofSeconds(30);
    static final int ENTRIES = 6;

    private final InMemoryStore memory = new InMemoryStore();
    private final UnluckyStore store = new UnluckyStore(memory);
    private final List<RerunEngine> opened = new ArrayList<>();
    private volatile Consumer<ActivityEntry> onRerun = entry -> {};

    Ferry() {
        try (RerunEngine first = builder(new InProcessStream()).workers(0).build()) {
            first.process(IntStream.rangeClosed(1, ENTRIES)
                    .mapToObj(Integer::toString)
                    .map(Ferry::trip)
                    .toList());
        }
    }

    private static ActivityEntry trip(String id) {
        Instant time = CUTOFF.plusSeconds(Long.parseLong(id));
        return new ActivityEntry(APP, id, "ship", time, time, "a trip");
    }

    UnluckyStore store() {
        return store;
    }

    /** Calls a consumer with each entry that is calculated again. */
    void onRerun(Consumer<ActivityEntry> consumer) {
        onRerun = consumer;
    }

    RerunEngines.Builder builder() {
        return builder(new InProcessStream(Duration.ofMillis(5)));
    }

    RerunEngines.Builder builder(ActivityStream stream) {
        Contract contract = new Contract(new ContractId("trip", "v1"), name(), Map.of());
        return RerunEngines.builder().app(APP).store(store).stream(stream)
                .contracts(entry -> Optional.of(contract))
                .logic(this)
                .clock(Clock.fixed(CUTOFF.plus(Duration.ofDays(20)), ZoneOffset.UTC))
                .lanes(1)
                .batchSize(3)
                .workers(1);
    }

    RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine engine = builder.build();
        opened.add(engine);
        return engine;
    }

    @Override
    public String name() {
        return "trip";
    }

    @Override
    public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
        if (context.rerunId().isPresent()) {
            onRerun.accept(entry);
        }
        return LogicResult.of(
                "billed", ItemDraft.of("Fees", entry.id() + ":fee", entry.occurredAt(), BigDecimal.TEN, "EUR"));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        opened.forEach(RerunEngine::close);
    }
}
