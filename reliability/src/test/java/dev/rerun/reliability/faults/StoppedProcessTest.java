package dev.rerun.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Books;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Harbour;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Rows;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process stands still for longer than every time-out, others take over, and then it goes on as if nothing had happened. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class StoppedProcessTest {
    private static final String OPEN_LANES = "select lane from rerun_lane where watermark < end_seq";

    private final Scene scene = new Scene(Job.START);

    @ParameterizedTest
    @EnumSource(StoppingPoint.class)
    void othersTakeOverAndWhatItDoesAfterwardsCountsForNothing(StoppingPoint point) throws Exception {
        othersTakeOver(point, new InProcessStream(Duration.ofMillis(10)), StoppedProgram.NONE, StoppedProgram.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = StoppingPoint.class,
            names = {"IN_A_BATCH", "BETWEEN_BATCHES"})
    void overKafkaToo(StoppingPoint point) throws Exception {
        KafkaCluster brokers = Brokers.shared();
        String topic = brokers.newTopicName();
        othersTakeOver(point, Brokers.stream(brokers.bootstrap(), topic).build(), brokers.bootstrap(), topic);
    }

    private void othersTakeOver(StoppingPoint point, ActivityStream stream, String brokers, String topic)
            throws InterruptedException {
        try (PostgresDatabase database = scene.open();
                RerunEngine engine = engine(database, stream)) {
            Sessions.endForgotten(database, Duration.ofSeconds(1));
            try (StoppedProcess process = StoppedProcess.start(database, point, brokers, topic)) {
                if (point != StoppingPoint.IN_A_START) {
                    Operator.untilItSucceeds(() -> engine.start(Host.request()));
                }
                process.stopThere();
                Thread.sleep(Brokers.LONGER_THAN_TIMEOUTS.toMillis());

                Operator.carryOut(Job.START, engine, 0);
                assertThat(Comparison.differences(database.source(), engine, scene, Job.START))
                        .isEmpty();

                process.goOn();
                assertThat(Comparison.differences(database.source(), engine, scene, Job.START))
                        .isEmpty();
            }
        }
    }

    @Test
    void whereNobodyEndsItsSessionItsLaneWaitsForItAndNoOther() throws Exception {
        try (PostgresDatabase database = scene.open();
                RerunEngine engine = engine(database, new InProcessStream(Duration.ofMillis(10)));
                StoppedProcess process = StoppedProcess.start(
                        database, StoppingPoint.IN_A_BATCH, StoppedProgram.NONE, StoppedProgram.NONE)) {
            engine.start(Host.request());
            process.stopThere();
            engine.startWorkers(2);
            Awaitility.await()
                    .atMost(Operator.LONG)
                    .until(() -> Rows.texts(database.source(), OPEN_LANES).size() == 1);
            Thread.sleep(Brokers.LONGER_THAN_TIMEOUTS.toMillis());
            assertThat(Books.state(database.source())).startsWith("RUNNING");

            process.goOn();

            assertThat(Comparison.differences(database.source(), engine, scene, Job.START))
                    .isEmpty();
            assertThat(engine.history(Harbour.APP)).hasSize(1);
        }
    }

    private static RerunEngine engine(PostgresDatabase database, ActivityStream stream) {
        return Host.engine(database.source(), Job.START.prices, new BerthFee()).stream(stream)
                .stalledAfter(Duration.ofSeconds(1))
                .build();
    }
}
