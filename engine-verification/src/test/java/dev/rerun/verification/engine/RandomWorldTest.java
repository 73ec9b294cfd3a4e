package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.HostTables;
import dev.rerun.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random small worlds, rerun twice with random settings and compared with a naive calculation, line by line. */
class RandomWorldTest {
    private static final Instant NOW = EngineFixture.NOW;

    @ParameterizedTest
    @EnumSource(TestStore.class)
    void isAsTheNaiveCalculationSays(TestStore kind) {
        int worlds = kind == TestStore.IN_MEMORY ? 200 : kind == TestStore.H2 ? 40 : 15;
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
        RandomWorld world = RandomWorld.of(seed);
        Random random = world.random;
        NaiveBilling naive = world.naive;
        Duration retention = Duration.ofDays(1 + random.nextInt(60));
        try (RerunEngine engine = RerunEngines.builder().app(EngineFixture.APP).store(store).stream(
                        new InProcessStream(Duration.ofMillis(5)))
                .contracts(world.price)
                .logic(new TieredLogic())
                .clock(new SettableClock(NOW))
                .retention(retention)
                .lanes(1 + random.nextInt(8))
                .batchSize(1 + random.nextInt(60))
                .workers(1 + random.nextInt(3))
                .build()) {
            engine.process(world.entries());
            naive.firstProcessing(world.price.rate);
            assertThat(RandomWorld.lines(host))
                    .as("seed %s, first processing", seed)
                    .isEqualTo(naive.lines());
            for (int round = 1; round <= 2; round++) {
                world.hostDoings(host);
                world.changePrice();
                Instant cutoff = world.instant();
                Instant until = random.nextBoolean() ? null : cutoff.plus(Duration.ofHours(1 + random.nextInt(900)));
                RerunRequest request = RerunRequest.after(cutoff);
                RerunReport report = engine.start(until == null ? request : request.endingAt(until))
                        .await(EngineFixture.LONG);

                List<Integer> expected = naive.rerun(cutoff, until, NOW, retention, world.price.rate);
                assertThat(RandomWorld.lines(host))
                        .as("seed %s, round %s: %s, retention %s", seed, round, report.request(), retention)
                        .isEqualTo(naive.lines());
                assertThat(List.of((int) report.total(), (int) report.itemsDeleted(), (int) report.itemsRetained()))
                        .as("seed %s, round %s", seed, round)
                        .isEqualTo(expected);
                assertThat(report.failed()).isZero();
            }
        }
    }
}
