package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.kafka.KafkaStream;
import dev.rerun.servers.KafkaCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of runs whose messages or processes are lost. Nobody touches the database by hand. */
class HealingTest {
    private static final int ENTRIES = 300;
    private static final int KEYS = 20;

    private static final String REGISTER = """
            select cast(i as text) from register_item i
            join rerun_app a on a.id = i.app_id and a.name = 'ferries'
            order by 1
            """;

    private final Topics topics = Topics.on(KafkaCluster.shared());
    private final Admin admin = Admin.create(KafkaCluster.shared().clientSettings());

    @RegisterExtension
    private final House house = new House();

    @BeforeEach
    void bill() {
        house.bill(House.APP, ENTRIES, KEYS);
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aTopicThatIsDeletedBeforeWorkersComeIsMadeAgain() throws Exception {
        RerunEngine engine = house.engine(topics.stream().build());
        Rerun run = engine.start(House.CUTOFF);
        deleteTopic();

        engine.startWorkers(2);

        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aTopicThatIsDeletedWhileWorkersRunIsMadeAgain() throws Exception {
        AtomicInteger entries = new AtomicInteger();
        house.onRerun(entry -> {
            if (entries.incrementAndGet() == 50) {
                deleteTopic();
            }
        });
        RerunEngine engine = house.engine(topics.stream().build());
        engine.startWorkers(2);

        house.isAsALoopSays(engine.start(House.CUTOFF).await(House.LONG), ENTRIES, KEYS);
        Rerun second = House.startWhenReady(engine, RerunRequest.after(House.CUTOFF));
        house.isAsALoopSays(second.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void messagesThatExpiredBeforeAnybodyReadThemArePublishedAgain() throws Exception {
        RerunEngine engine = house.engine(topics.stream().build());
        Rerun run = engine.start(House.CUTOFF);
        Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
        for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
            all.put(new TopicPartition(topics.name(), partition), RecordsToDelete.beforeOffset(-1));
        }
        admin.deleteRecords(all).all().get();

        engine.startWorkers(2);

        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void partitionsMayBeAddedWhileARunIsOutstanding() throws Exception {
        RerunEngine engine = house.engine(topics.stream().build());
        Rerun run = engine.start(House.CUTOFF);
        admin.createPartitions(Map.of(topics.name(), NewPartitions.increaseTo(Topics.PARTITIONS + 5)))
                .all()
                .get();

        engine.startWorkers(2);

        house.isAsALoopSays(run.await(House.LONG), ENTRIES, KEYS);
    }

    @Test
    void aRunWhoseProcessDiesWhileItPreparesFailsAndHoldsUpNobodyMeanwhile() throws Exception {
        house.bill("harbour", ENTRIES, KEYS);
        CountDownLatch published = new CountDownLatch(1);
        CountDownLatch dead = new CountDownLatch(1);
        Interrupted dying = new Interrupted("queued", () -> {
            published.countDown();
            uninterruptibly(dead);
            throw new IllegalStateException("the process is dead");
        });
        List<String> before = house.query(REGISTER);
        RerunEngine preparing = house.open(
                house.builder(dying.store(house.store()), topics.stream().build(), "2"));
        CompletableFuture<Void> start = CompletableFuture.runAsync(() -> preparing.start(House.CUTOFF));
        published.await();
        KafkaStream stream = topics.stream().build();
        RerunEngine others = house.engine(stream);
        others.startWorkers(2);

        Rerun other = others.start(RerunRequest.after(House.CUTOFF).ofApp("harbour"));
        house.isAsALoopSays(other.await(House.LONG), ENTRIES, KEYS);
        assertThat(others.history(House.APP)).extracting(RerunReport::status).containsExactly(RerunStatus.PREPARING);

        endSessionsInTransaction();
        Awaitility.await()
                .atMost(House.LONG)
                .until(() -> others.history(House.APP).get(0).status() == RerunStatus.FAILED);
        Awaitility.await().atMost(House.LONG).until(() -> stream.counts().dropped() >= 60);
        assertThat(house.query(REGISTER)).isEqualTo(before);
        dead.countDown();
        assertThat(start.handle((done, failure) -> failure).join()).isNotNull();
        house.isAsALoopSays(others.start(House.CUTOFF).await(House.LONG), ENTRIES, KEYS);
    }

    /** As the server does when a client is gone. */
    private void endSessionsInTransaction() throws Exception {
        house.query("select pg_terminate_backend(pid)::text from pg_stat_activity"
                + " where datname = current_database() and state = 'idle in transaction' and pid <> pg_backend_pid()");
    }

    private void deleteTopic() {
        try {
            admin.deleteTopics(List.of(topics.name())).all().get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
