package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunException;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.kafka.KafkaStream;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A broker that dies, or does nothing for a while, at any moment of a run. */
class BrokerFaultTest {
    private static final int ENTRIES = 300;
    private static final int KEYS = 20;

    @SuppressWarnings("NullAway.Init") // before all tests
    private static KafkaCluster cluster;

    @RegisterExtension
    private final House house = new House();

    @SuppressWarnings("NullAway.Init") // before each test
    private Topics topics;

    @BeforeAll
    static void startBroker() {
        cluster = KafkaCluster.start();
    }

    @AfterAll
    static void stopBroker() {
        cluster.close();
    }

    @BeforeEach
    void bill() {
        topics = Topics.on(cluster);
        house.bill(House.APP, ENTRIES, KEYS);
    }

    @AfterEach
    void resumeBroker() {
        cluster.resume(0);
    }

    private KafkaStream stream() {
        return topics.stream()
                .timeout(Duration.ofSeconds(3))
                .setting(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4000)
                .setting(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000)
                .build();
    }

    @Test
    void aStartWhileTheBrokerIsDownIsRefusedBeforeAnythingIsWritten() throws Exception {
        RerunEngine engine = house.engine(stream());
        List<String> before = house.tables();
        cluster.kill();

        assertThatExceptionOfType(StreamNotReadyException.class)
                .isThrownBy(() -> engine.start(House.CUTOFF))
                .withMessageContaining(cluster.bootstrap())
                .withMessageContaining("see that they are up");
        assertThat(house.tables()).isEqualTo(before);
        assertThat(engine.history(House.APP)).isEmpty();

        cluster.restart();
        engine.startWorkers(2);
        house.isAsALoopSays(
                House.startWhenReady(engine, RerunRequest.after(House.CUTOFF)).await(House.LONG), ENTRIES, KEYS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert", "freeze", "archive", "countKept", Interrupted.PUBLISHING})
    void aBrokerThatStopsBeforeAllIsPublishedLeavesEverythingAsItWas(String step) throws Exception {
        Interrupted interrupted = new Interrupted(step, () -> cluster.suspend(0));
        RerunEngine engine = engine(interrupted);
        List<String> before = house.tables();
        RerunRequest request = RerunRequest.after(House.CUTOFF).once("prices of June");

        assertThatExceptionOfType(RerunException.class)
                .isThrownBy(() -> engine.start(request))
                .withStackTraceContaining("did not answer in time");
        assertThat(interrupted.happened()).isTrue();
        assertThat(house.tables()).isEqualTo(before);
        assertThat(engine.history(House.APP)).singleElement().satisfies(report -> assertThat(report.status())
                .isEqualTo(RerunStatus.FAILED));

        cluster.resume(0);
        engine.startWorkers(2);
        house.isAsALoopSays(House.startWhenReady(engine, request).await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aBrokerThatDiesWhileBlocksArePublishedLeavesEverythingAsItWas() throws Exception {
        RerunEngine engine = engine(new Interrupted(Interrupted.PUBLISHING, cluster::kill));
        List<String> before = house.tables();

        assertThatExceptionOfType(RerunException.class).isThrownBy(() -> engine.start(House.CUTOFF));
        assertThat(house.tables()).isEqualTo(before);

        cluster.restart();
        engine.startWorkers(2);
        house.isAsALoopSays(
                House.startWhenReady(engine, RerunRequest.after(House.CUTOFF)).await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void whatWasPublishedWhenTheBrokerDiesIsWorkedOnWhenItIsBack() throws Exception {
        RerunEngine engine = engine(new Interrupted("queued", cluster::kill));

        Rerun run = engine.start(House.CUTOFF);
        engine.startWorkers(2);
        assertThat(run.status()).isEqualTo(RerunStatus.QUEUED);

        cluster.restart();
        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aBrokerThatDiesWhileWorkersRunDelaysTheEndAtMost() throws Exception {
        AtomicInteger entries = new AtomicInteger();
        CountDownLatch killed = new CountDownLatch(1);
        house.onRerun(entry -> {
            if (entries.incrementAndGet() == 50) {
                cluster.kill();
                killed.countDown();
            }
        });
        RerunEngine engine = house.engine(stream());
        Rerun run = engine.start(House.CUTOFF);
        engine.startWorkers(2);
        killed.await();

        cluster.restart();

        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
        house.onRerun(entry -> {});
        Rerun second = House.startWhenReady(engine, RerunRequest.after(House.CUTOFF));
        house.isAsALoopSays(second.await(House.LONG), ENTRIES, KEYS);
    }

    private RerunEngine engine(Interrupted interrupted) {
        return house.open(house.builder(interrupted.store(house.store()), interrupted.stream(stream()), "2"));
    }
}
