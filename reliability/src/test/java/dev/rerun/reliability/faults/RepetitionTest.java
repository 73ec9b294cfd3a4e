package dev.rerun.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every message is published several times and delivered several times, to workers of two engines that all work at once. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class RepetitionTest {
    @ParameterizedTest
    @CsvSource({"START,2", "START,3", "RETRY,2", "RETRY,3"})
    void ofTheStreamInTheProcess(Job job, int times) {
        nothingHappensTwice(job, () -> new Repeating(new InProcessStream(Duration.ofMillis(10)), times));
    }

    @ParameterizedTest
    @CsvSource({"START,2", "START,3", "RETRY,2", "RETRY,3"})
    void ofTheStreamOverKafka(Job job, int times) {
        KafkaCluster brokers = Brokers.shared();
        String topic = brokers.newTopicName();
        nothingHappensTwice(
                job,
                () -> new Repeating(Brokers.stream(brokers.bootstrap(), topic).build(), times));
    }

    private static void nothingHappensTwice(Job job, Supplier<ActivityStream> stream) {
        Scene scene = new Scene(job);
        try (PostgresDatabase database = scene.open();
                RerunEngine engine = engine(database, scene, stream.get());
                RerunEngine other = engine(database, scene, stream.get())) {
            other.startWorkers(2);
            Operator.carryOut(job, engine, scene.run());

            assertThat(Comparison.differences(database.source(), engine, scene, job))
                    .isEmpty();
        }
    }

    private static RerunEngine engine(PostgresDatabase database, Scene scene, ActivityStream stream) {
        return Host.engine(database.source(), scene.job.prices, new BerthFee()).stream(stream)
                .batchSize(2)
                .stalledAfter(Duration.ofSeconds(1))
                .build();
    }
}
