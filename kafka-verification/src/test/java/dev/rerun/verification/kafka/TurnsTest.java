package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.StoreException;
import dev.rerun.servers.KafkaCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A small run behind a huge one in the topic, or behind one that fails or is paused. */
class TurnsTest {
    private static final String SMALL = "rowing boats";
    private static final int MANY = 300;
    private static final int FEW = 60;
    private static final int KEYS = 60;

    private static final Logger log = LoggerFactory.getLogger(TurnsTest.class);

    private final Topics topics = Topics.on(KafkaCluster.shared());

    @RegisterExtension
    private final House house = new House();

    @BeforeEach
    void bill() {
        house.bill(House.APP, MANY, KEYS);
        house.bill(SMALL, FEW, KEYS);
    }

    private static RerunRequest small() {
        return RerunRequest.after(House.CUTOFF).ofApp(SMALL);
    }

    /** One worker alone shows whose turn it is. */
    @Test
    void aSmallRunBehindAHugeOneTakesEverySecondTurn() throws Exception {
        List<Long> batches = Collections.synchronizedList(new ArrayList<>());
        RerunEngine engine =
                house.open(house.builder(watched(batches::add), topics.stream().build(), "2"));
        Rerun huge = engine.start(House.CUTOFF);
        engine.startWorkers(1);
        Awaitility.await().atMost(House.LONG).until(() -> batches.size() >= 20);

        Rerun small = engine.start(small());
        house.isAsALoopSays(small.await(House.LONG), FEW, KEYS);

        assertThat(huge.report().remaining()).as("left of the huge run").isPositive();
        List<Long> since = List.copyOf(batches);
        List<Long> during = since.subList(since.indexOf(small.id()), since.lastIndexOf(small.id()) + 1);
        long own = during.stream().filter(id -> id == small.id()).count();
        log.info("A small run of {} batches ended while {} of the huge one's had their turn", own, during.size() - own);
        assertThat(during.size() - own).as("batches of the huge run in between").isLessThanOrEqualTo(own + 2);
        house.isAsALoopSays(huge.await(House.LONG), MANY, KEYS);
    }

    @Test
    void aSmallRunBehindOneThatIsPausedDoesNotWaitForIt() throws Exception {
        RerunEngine engine = house.engine(topics.stream().build());
        Rerun paused = engine.start(House.CUTOFF);
        move(paused, RerunStatus.PAUSED);
        engine.startWorkers(1);

        house.isAsALoopSays(engine.start(small()).await(House.LONG), FEW, KEYS);

        assertThat(paused.report().remaining()).isEqualTo(MANY);
        move(paused, RerunStatus.RUNNING);
        house.isAsALoopSays(paused.await(House.LONG), MANY, KEYS);
    }

    @Test
    void aSmallRunBehindOneThatFailsAsAWholeDoesNotWaitForIt() throws Exception {
        AtomicReference<@Nullable Rerun> failing = new AtomicReference<>();
        RerunEngine engine = house.open(house.builder(
                watched(id -> {
                    Rerun run = failing.get();
                    if (run != null && run.id() == id) {
                        throw new StoreException("made to fail by the test", null);
                    }
                }),
                topics.stream().build(),
                "2"));
        failing.set(engine.start(House.CUTOFF));
        engine.startWorkers(1);

        house.isAsALoopSays(engine.start(small()).await(House.LONG), FEW, KEYS);

        Rerun run = Objects.requireNonNull(failing.get());
        assertThat(run.report().remaining()).isEqualTo(MANY);
        failing.set(null);
        house.isAsALoopSays(run.await(House.LONG), MANY, KEYS);
    }

    /** Tells of the run of each batch at its end. */
    private RerunStore watched(LongConsumer batch) {
        return new WatchedStore(house.store(), (method, args) -> {
            if (method.equals("advance")) {
                batch.accept(((Lane) args[0]).rerunId());
            }
        });
    }

    private void move(Rerun run, RerunStatus status) {
        house.store().transaction(tx -> {
            tx.runs().lock(run.id());
            tx.runs().moveTo(run.id(), status, null);
            return true;
        });
    }
}
