package dev.rerun.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.StoreException;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.search.RequiredSearch;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MicrometerObserverTest {
    private final MockClock clock = new MockClock();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, clock);
    private final MicrometerObserver meters = new MicrometerObserver(registry);

    private RequiredSearch meter(String name, String... tags) {
        return registry.get(name).tag("app", Ferry.APP).tags(tags);
    }

    private double count(String name, String... tags) {
        return meter(name, tags).counter().count();
    }

    private boolean hasGauges() {
        return registry.find("rerun.run.remaining").gauge() != null
                || registry.find("rerun.run.rate").gauge() != null;
    }

    @Nested
    class OfAnEngine {
        @RegisterExtension
        private final Ferry ferry = new Ferry();

        private RerunEngine open() {
            return ferry.open(ferry.builder().observe(meters).listener(meters).workers(0));
        }

        @Test
        void countWhatItDoesAndShowWhereTheRunStandsUntilItIsOver() {
            ferry.onRerun(entry -> {
                if (entry.id().equals("5")) {
                    throw new IllegalStateException("no tariff");
                }
            });
            RerunEngine engine = open();
            Rerun run = engine.start(Ferry.CUTOFF);

            assertThat(count("rerun.items.deleted")).isEqualTo(6);
            assertThat(meter("rerun.prepare", "result", "done").timer().count()).isOne();
            Awaitility.await().atMost(Ferry.LONG).until(MicrometerObserverTest.this::hasGauges);
            assertThat(meter("rerun.run.remaining").gauge().value()).isEqualTo(6);

            engine.startWorkers(1);
            run.await(Ferry.LONG);

            assertThat(meter("rerun.batch", "result", "done").timer().count()).isEqualTo(2);
            assertThat(count("rerun.entries", "result", "done")).isEqualTo(5);
            assertThat(count("rerun.entries", "result", "failed")).isOne();
            assertThat(count("rerun.entries", "result", "held")).isZero();
            assertThat(count("rerun.items.created")).isEqualTo(5);
            engine.close();
            assertThat(count("rerun.runs.ended", "status", "completed_with_failures"))
                    .isOne();
            assertThat(hasGauges()).isFalse();
            assertThat(registry.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.getTags())
                    .extracting(Tag::getValue)
                    .doesNotContain(Long.toString(run.id())));
        }

        @Test
        void countHeldEntriesAndBatchesThatFailedAsAWhole() {
            AtomicInteger tries = new AtomicInteger();
            ferry.onRerun(entry -> {
                if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("no tariff");
                }
            });
            RerunEngine engine = open();
            Rerun run = engine.start(RerunRequest.after(Ferry.CUTOFF).with(RerunOptions.DEFAULT.holdingFailedKeys()));
            engine.startWorkers(1);
            run.await(Ferry.LONG);

            assertThat(count("rerun.entries", "result", "failed")).isOne();
            assertThat(count("rerun.entries", "result", "held")).isEqualTo(5);
            assertThat(registry.find("rerun.batch").tag("result", "failed").timer())
                    .isNull();

            AtomicInteger undone = new AtomicInteger();
            ferry.onRerun(entry -> {
                if (entry.id().equals("1") && undone.incrementAndGet() <= 3) {
                    ferry.store().undo(() -> new StoreException("made to fail by the test", null));
                }
            });
            engine.start(Ferry.CUTOFF).await(Ferry.LONG);
            assertThat(meter("rerun.batch", "result", "failed").timer().count()).isOne();
        }

        @Test
        void timePreparesThatFail() {
            RerunEngine engine = ferry.open(ferry.builder(new HandStream() {
                        @Override
                        public void publish(Iterable<Block> blocks) {
                            clock.add(Duration.ofSeconds(3));
                            throw new IllegalStateException("made to fail by the test");
                        }
                    })
                    .observe(meters));

            assertThatExceptionOfType(RerunStartFailedException.class).isThrownBy(() -> engine.start(Ferry.CUTOFF));

            assertThat(meter("rerun.prepare", "result", "failed").timer().totalTime(TimeUnit.SECONDS))
                    .isEqualTo(3);
            assertThat(registry.find("rerun.items.deleted").counter()).isNull();
        }
    }

    @Nested
    class Gauges {
        private RerunReport report(long id, RerunStatus status, long done) {
            return new RerunReport(
                    id,
                    Ferry.APP,
                    RerunRequest.after(Ferry.CUTOFF).ofApp(Ferry.APP),
                    null,
                    status,
                    Duration.ofDays(45),
                    Ferry.CUTOFF,
                    Ferry.CUTOFF,
                    Ferry.CUTOFF,
                    status.terminal() ? Ferry.CUTOFF.plusSeconds(100) : null,
                    100,
                    done,
                    0,
                    0,
                    done,
                    0,
                    Map.of(),
                    done,
                    0,
                    0,
                    0,
                    null,
                    Ferry.CUTOFF.plusSeconds(10));
        }

        private double remaining() {
            return meter("rerun.run.remaining").gauge().value();
        }

        private double rate() {
            return meter("rerun.run.rate").gauge().value();
        }

        @Test
        void followTheRunAndGoWithIt() {
            meters.onStatus(report(7, RerunStatus.RUNNING, 0));
            assertThat(remaining()).isEqualTo(100);
            assertThat(rate()).isZero();

            meters.onProgress(report(7, RerunStatus.RUNNING, 40));
            assertThat(remaining()).isEqualTo(60);
            assertThat(rate()).isEqualTo(4);

            meters.onStatus(report(7, RerunStatus.COMPLETED, 100));
            assertThat(hasGauges()).isFalse();
        }

        @Test
        void comeBackWithTheNextRunAndWithARetry() {
            meters.onStatus(report(7, RerunStatus.RUNNING, 40));
            meters.onStatus(report(7, RerunStatus.COMPLETED_WITH_FAILURES, 90));
            meters.onStatus(report(7, RerunStatus.RUNNING, 90));
            assertThat(remaining()).isEqualTo(10);

            meters.onStatus(report(7, RerunStatus.COMPLETED, 100));
            meters.onStatus(report(8, RerunStatus.PREPARING, 0));
            assertThat(remaining()).isEqualTo(100);
            assertThat(count("rerun.runs.ended", "status", "completed")).isOne();
            assertThat(count("rerun.runs.ended", "status", "completed_with_failures"))
                    .isOne();
        }

        @Test
        void ofTheNextRunStayWhenTheEndOfTheOneBeforeIsHeardLate() {
            meters.onStatus(report(7, RerunStatus.RUNNING, 40));
            meters.onStatus(report(8, RerunStatus.RUNNING, 20));
            meters.onStatus(report(7, RerunStatus.CANCELLED, 40));

            assertThat(remaining()).isEqualTo(80);
        }

        @Test
        void showNoRateWhenNothingWasHeardForAMinute() {
            meters.onProgress(report(7, RerunStatus.RUNNING, 40));
            clock.add(Duration.ofSeconds(59));
            assertThat(rate()).isEqualTo(4);

            clock.add(Duration.ofSeconds(1));

            assertThat(rate()).isZero();
            assertThat(remaining()).isEqualTo(60);
        }
    }
}
