package dev.rerun.verification.engine;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/** An engine on each kind of store, and what the tests need around it. */
abstract class EngineFixture {
    static final String APP = "billing";
    static final Instant NOW = Instant.parse("2026-06-30T00:00:00Z");
    static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
    static final Duration LONG = Duration.ofSeconds(60);

    final SettableClock clock = new SettableClock(NOW);
    final ScriptedLogic logic = new ScriptedLogic();
    volatile ContractResolver contracts = rate("v1", "0.10");
    private final List<RerunEngine> engines = Collections.synchronizedList(new ArrayList<>());

    @SuppressWarnings("NullAway.Init") // before each test
    RerunEngine engine;

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each store
    TestStore kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestStore.Open opened;

    @BeforeEach
    void openEngine() {
        opened = kind.open();
        engine = open(builder());
    }

    @AfterEach
    void closeEngines() {
        engines.forEach(RerunEngine::close);
        opened.close().run();
    }

    final RerunStore store() {
        return opened.store();
    }

    final HostTables host() {
        return opened.host();
    }

    /** Whether a thread that starts a rerun is held up, in this process or by the server. */
    final boolean isHeldUp(Thread starting) {
        Thread.State state = starting.getState();
        return opened.lockAwaited().getAsBoolean() || (state != Thread.State.RUNNABLE && state != Thread.State.NEW);
    }

    RerunEngines.Builder builder() {
        return RerunEngines.builder().app(APP).store(store()).stream(new InProcessStream(Duration.ofMillis(20)))
                .contracts(entry -> contracts.resolve(entry))
                .logic(logic)
                .clock(clock)
                .workers(2);
    }

    RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine opened = builder.build();
        engines.add(opened);
        return opened;
    }

    RerunEngine withoutWorkers() {
        return open(builder().workers(0));
    }

    static ContractResolver rate(String version, String rate) {
        Contract contract = new Contract(new ContractId("fee", version), ScriptedLogic.NAME, Map.of("rate", rate));
        return entry -> Optional.of(contract);
    }

    static ActivityEntry entry(int id, Instant time) {
        return entry(id, "key " + id % 7, time);
    }

    static ActivityEntry entry(int id, String orderingKey, Instant time) {
        return new ActivityEntry(APP, Integer.toString(id), orderingKey, time, time, Integer.toString(id * 10));
    }

    static Instant day(int day) {
        return CUTOFF.plus(Duration.ofDays(day - 1));
    }

    static ItemKey key(String uniqueKey) {
        return new ItemKey(ScriptedLogic.REGISTER, uniqueKey);
    }

    RerunReport rerun() {
        return engine.start(CUTOFF).await(LONG);
    }

    RegisterItem item(String uniqueKey) {
        return host().items(APP).stream()
                .filter(item -> item.uniqueKey().equals(uniqueKey))
                .findFirst()
                .orElseThrow();
    }

    List<String> register() {
        return host().items(APP).stream()
                .map(item -> item.uniqueKey() + "=" + item.amount() + " " + item.contract())
                .toList();
    }

    static RegisterItem uiItem(String uniqueKey, Instant time) {
        return new RegisterItem(
                "Fees",
                uniqueKey,
                "key 1",
                time,
                new BigDecimal("25"),
                "EUR",
                BigDecimal.ONE,
                null,
                null,
                true,
                null,
                null,
                null,
                null);
    }

    ActivityOutcome newest(String entryId) {
        return engine.outcomes(APP, entryId).get(0);
    }
}
