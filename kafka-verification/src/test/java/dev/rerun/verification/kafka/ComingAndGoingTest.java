package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.kafka.KafkaStream;
import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Engines that join and leave while they work, with messages that come twice, in the sequence of each key all the same. */
class ComingAndGoingTest {
    private static final int ENTRIES = 800;
    private static final int KEYS = 50;

    private final Topics topics = Topics.on(KafkaCluster.shared());

    @RegisterExtension
    private final House house = new House();

    @BeforeEach
    void bill() {
        house.bill(House.APP, ENTRIES, KEYS);
    }

    @Test
    void everyEntryTakesEffectOnceAndInSequence() throws Exception {
        AtomicInteger entries = new AtomicInteger();
        house.onRerun(entry -> entries.incrementAndGet());
        RerunEngine starter = house.engine(new Doubling(topics.stream().build()));
        Rerun run = starter.start(House.CUTOFF);
        Deque<RerunEngine> working = new ArrayDeque<>(List.of(worker(2)));
        for (int change = 1; change <= 6; change++) {
            int reached = change * ENTRIES / 10;
            Awaitility.await().atMost(House.LONG).until(() -> entries.get() >= reached);
            working.add(worker(1 + change % 2));
            if (change % 2 == 0) {
                working.remove().close();
            }
        }

        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
        assertThat(entries).hasValueGreaterThanOrEqualTo(ENTRIES);
    }

    @Test
    void aBrokerOfThreeMayDieWhileRunsArePublishedAndWorkedOn() throws Exception {
        try (KafkaCluster three = KafkaCluster.start(3)) {
            KafkaStream.Builder stream = Topics.on(three).stream(3);
            AtomicInteger entries = new AtomicInteger();
            List<Integer> killed = Collections.synchronizedList(new ArrayList<>());
            house.onRerun(entry -> {
                if (entries.incrementAndGet() == 200) {
                    three.kill(0);
                    killed.add(0);
                }
            });
            RerunEngine engine = house.engine(stream.timeout(Duration.ofSeconds(30))
                    .setting(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6000)
                    .build());
            engine.startWorkers(2);

            house.isAsALoopSays(engine.start(House.CUTOFF).await(House.LONG), ENTRIES, KEYS);
            assertThat(killed).containsExactly(0);
            Rerun second = House.startWhenReady(engine, RerunRequest.after(House.CUTOFF));
            house.isAsALoopSays(second.await(House.LONG), ENTRIES, KEYS);
        }
    }

    private RerunEngine worker(int threads) {
        RerunEngine engine = house.engine(topics.stream().build());
        engine.startWorkers(threads);
        return engine;
    }

    /** Publishes everything twice. */
    private record Doubling(ActivityStream inner) implements ActivityStream {
        @Override
        public void checkReady() {
            inner.checkReady();
        }

        @Override
        public void publish(Iterable<Block> blocks) {
            inner.publish(blocks);
            inner.publish(blocks);
        }

        @Override
        public void subscribe(int workers, LaneWorker worker) {
            inner.subscribe(workers, worker);
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
