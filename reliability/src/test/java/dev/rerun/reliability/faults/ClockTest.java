package dev.rerun.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.core.InProcessStream;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Books;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Harbour;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes whose clocks differ by an hour. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ClockTest {
    /** Longer than a round of those who look after runs, and shorter than a run may take to get from its record to its prepare. */
    private static final Duration A_WHILE = Duration.ofMillis(1300);

    private final Scene scene = new Scene(Job.START);

    @ParameterizedTest
    @CsvSource({"1,0", "0,1"})
    void neitherTakesTheOthersStartForAbandonedNorItsRunForStalled(int starting, int other) {
        try (PostgresDatabase database = scene.open();
                RerunEngine looking = Host.engine(database.source(), Job.START.prices, new BerthFee())
                        .clock(clock(other))
                        .stalledAfter(Duration.ofSeconds(1))
                        .build();
                RerunEngine slow = slowToStart(database, clock(starting))) {
            looking.startWorkers(2);
            Operator.carryOut(Job.START, slow, 0);

            assertThat(Comparison.differences(database.source(), looking, scene, Job.START))
                    .isEmpty();
            // No start was rolled back.
            assertThat(looking.history(Harbour.APP)).hasSize(1);
        }
    }

    /** It takes its time between a run's record and its prepare, in the middle of the prepare, and between two entries. */
    private static RerunEngine slowToStart(PostgresDatabase database, Clock clock) {
        AtomicBoolean recorded = new AtomicBoolean();
        AtomicInteger entries = new AtomicInteger();
        Thread starting = Thread.currentThread();
        return Host.engine(
                        database.source(),
                        Job.START.prices,
                        new WatchedFee(new BerthFee(), () -> sleepIf(entries.incrementAndGet() == 2)))
                .store(new StoppingStore(
                        JdbcStore.on(database.source()),
                        () -> sleepIf(Thread.currentThread().equals(starting)
                                && Books.state(database.source()).equals("PREPARING")
                                && recorded.compareAndSet(false, true))))
                .stream(new PublishingStops(new InProcessStream(), () -> sleepIf(true)))
                .clock(clock)
                .build();
    }

    private static void sleepIf(boolean now) {
        try {
            Thread.sleep(now ? A_WHILE.toMillis() : 0);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Clock clock(int hours) {
        return Clock.fixed(Harbour.NOW.plus(Duration.ofHours(hours)), ZoneOffset.UTC);
    }

    /** Kafka's clients put the time of their process on each message, and brokers refuse what is more than an hour ahead. */
    @ParameterizedTest
    @ValueSource(ints = {61, -61, -60 * 24 * 8})
    void messagesOfAProcessWhoseClockIsOffAreTakenAndKept(int minutes) {
        KafkaCluster brokers = Brokers.shared();
        try (PostgresDatabase database = scene.open();
                RerunEngine engine = Host.engine(database.source(), Job.START.prices, new BerthFee()).stream(
                                Brokers.stream(brokers.bootstrap(), brokers.newTopicName())
                                        .setting(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, ClockOff.class.getName())
                                        .setting(ClockOff.MINUTES, minutes)
                                        .build())
                        .build()) {
            Operator.carryOut(Job.START, engine, 0);
            assertThat(Comparison.differences(database.source(), engine, scene, Job.START))
                    .isEmpty();
            assertThat(engine.history(Harbour.APP)).extracting(RerunReport::id).hasSize(1);
        }
    }
}
