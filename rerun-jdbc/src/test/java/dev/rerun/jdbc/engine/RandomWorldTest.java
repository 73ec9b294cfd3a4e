package dev.rerun.jdbc.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.engine.NaiveBilling.Event;
import dev.rerun.jdbc.engine.NaiveBilling.Line;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random small worlds, rerun twice with random settings and compared with a naive calculation, line by line. */
class RandomWorldTest {
    private static final String APP = EngineFixture.APP;
    private static final Instant NOW = EngineFixture.NOW;
    private static final Instant BEGIN = NOW.minus(Duration.ofDays(60));

    @ParameterizedTest
    @EnumSource(TestStore.class)
    void isAsTheNaiveCalculationSays(TestStore kind) {
        int worlds = kind == TestStore.IN_MEMORY ? 300 : kind == TestStore.H2 ? 80 : 30;
        for (long seed = 1; seed <= worlds; seed++) {
            TestStore.Open opened = kind.open();
            try {
                rerunWorld(seed, opened.store(), opened.host());
            } finally {
                opened.close().run();
            }
        }
    }

    private static void rerunWorld(long seed, RerunStore store, HostTables host) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        int count = 20 + random.nextInt(180);
        for (int id = 1; id <= count; id++) {
            int units = random.nextInt(10) == 0 ? -1 : 1 + random.nextInt(4);
            events.add(new Event(id, "k" + random.nextInt(6), instant(random), units, random.nextInt(15) != 0));
        }
        NaiveBilling naive = new NaiveBilling(events);
        Duration retention = Duration.ofDays(1 + random.nextInt(60));
        ChangingPrice rate = new ChangingPrice(events);
        try (RerunEngine engine = RerunEngines.builder().app(APP).store(store).stream(
                        new InProcessStream(Duration.ofMillis(5)))
                .contracts(rate)
                .logic(new TieredLogic())
                .clock(new SettableClock(NOW))
                .retention(retention)
                .lanes(1 + random.nextInt(8))
                .batchSize(1 + random.nextInt(60))
                .workers(1 + random.nextInt(3))
                .build()) {
            engine.process(events.stream().map(RandomWorldTest::entry).toList());
            naive.firstProcessing(rate.rate);
            assertThat(lines(host)).as("seed %s, first processing", seed).isEqualTo(naive.lines());
            for (int round = 1; round <= 2; round++) {
                hostDoings(random, host, naive);
                rate.rate = new BigDecimal(random.nextInt(1, 1000)).movePointLeft(2);
                Instant cutoff = instant(random);
                Instant until = random.nextBoolean() ? null : cutoff.plus(Duration.ofHours(1 + random.nextInt(900)));
                RerunRequest request = RerunRequest.after(cutoff);
                RerunReport report = engine.start(until == null ? request : request.endingAt(until))
                        .await(EngineFixture.LONG);

                List<Integer> expected = naive.rerun(cutoff, until, NOW, retention, rate.rate);
                assertThat(lines(host))
                        .as("seed %s, round %s: %s, retention %s", seed, round, report.request(), retention)
                        .isEqualTo(naive.lines());
                assertThat(List.of((int) report.total(), (int) report.itemsDeleted(), (int) report.itemsRetained()))
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(expected);
                assertThat(report.failed()).isZero();
            }
        }
    }

    /** Instants of a coarse grid, so that many fall together and on the bounds. */
    private static Instant instant(Random random) {
        return BEGIN.plus(Duration.ofHours(12L * random.nextInt(120)));
    }

    private static void hostDoings(Random random, HostTables host, NaiveBilling naive) {
        if (random.nextBoolean()) {
            String key = "ui:" + random.nextInt(1000);
            Instant time = instant(random);
            if (!naive.register.containsKey(key)) {
                host.addItem(APP, uiItem(key, time));
                naive.register.put(key, new Line(key, null, time, new BigDecimal("25"), 3, null));
            }
        }
        for (Line line : naive.register.values()) {
            ItemKey key = new ItemKey(ScriptedLogic.REGISTER, line.uniqueKey);
            if (!line.ui && random.nextInt(8) == 0) {
                host.invoice(APP, "INV", key);
                line.invoiced = true;
            }
            if (!line.ui && random.nextInt(15) == 0) {
                line.amount = new BigDecimal("99.99");
                host.editAmount(APP, key, line.amount);
            }
        }
    }

    private static RegisterItem uiItem(String uniqueKey, Instant time) {
        return new RegisterItem(
                ScriptedLogic.REGISTER,
                uniqueKey,
                "k0",
                time,
                new BigDecimal("25"),
                "EUR",
                new BigDecimal("3"),
                null,
                null,
                true,
                null,
                null,
                null,
                null);
    }

    private static ActivityEntry entry(Event event) {
        return new ActivityEntry(
                APP,
                Integer.toString(event.id()),
                event.key(),
                event.time(),
                event.time(),
                Integer.toString(event.units()));
    }

    private static List<String> lines(HostTables host) {
        return host.items(APP).stream().map(NaiveBilling::line).toList();
    }

    /** One price for all that have a contract at all; the price changes before each rerun. */
    private static final class ChangingPrice implements ContractResolver {
        private final Map<String, Boolean> hasContract;
        private volatile BigDecimal rate = new BigDecimal("0.25");

        ChangingPrice(List<Event> events) {
            hasContract = events.stream()
                    .collect(Collectors.toMap(event -> Integer.toString(event.id()), Event::hasContract));
        }

        @Override
        public Optional<Contract> resolve(ActivityEntry entry) {
            @Nullable Boolean has = hasContract.get(entry.id());
            return has == null || !has
                    ? Optional.empty()
                    : Optional.of(new Contract(
                            new ContractId("fee", "at " + rate),
                            ScriptedLogic.NAME,
                            Map.of("rate", rate.toPlainString())));
        }
    }
}
