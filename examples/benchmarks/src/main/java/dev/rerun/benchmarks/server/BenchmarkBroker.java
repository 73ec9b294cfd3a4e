package dev.rerun.benchmarks.server;

import dev.rerun.servers.KafkaCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** The Kafka that is measured, and the topics that the benchmark makes there. Closing it deletes them. */
public final class BenchmarkBroker implements AutoCloseable {
    /** A given broker that is away is missed after so long; one that is busy with a rerun answers sooner. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    /** On a machine that is busy with other things, much takes its time. */
    private static final Duration BACK_WITHIN = Duration.ofMinutes(2);

    private static final Duration LOOK_EACH = Duration.ofMillis(50);

    private static final String METADATA = "metadata.version";

    private final String bootstrap;
    private final @Nullable KafkaCluster own;
    private final Admin admin;
    private final String prefix =
            "rerun-benchmark-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final Map<String, Integer> topics = new HashMap<>();

    private BenchmarkBroker(String bootstrap, @Nullable KafkaCluster own) {
        this.bootstrap = bootstrap;
        this.own = own;
        int millis = (int) ANSWER_WITHIN.toMillis();
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis));
    }

    @SuppressWarnings("MustBeClosed") // with this broker
    public static BenchmarkBroker embedded() {
        KafkaCluster cluster = KafkaCluster.start();
        return new BenchmarkBroker(cluster.bootstrap(), cluster);
    }

    public static BenchmarkBroker given(String bootstrap) {
        return new BenchmarkBroker(bootstrap, null);
    }

    public String bootstrap() {
        return bootstrap;
    }

    /** Makes a topic with as many replicas as these brokers make by themselves, and returns its whole name. */
    public String createTopic(String name, int partitions) {
        String topic = prefix + name;
        long deadline = System.nanoTime() + BACK_WITHIN.toNanos();
        while (!created(topic, partitions, System.nanoTime() > deadline)) {
            LockSupport.parkNanos(LOOK_EACH.toNanos());
        }
        topics.put(topic, partitions);
        return topic;
    }

    /** A broker that was short of time for some seconds is taken for dead, and is back soon after. */
    private boolean created(String topic, int partitions, boolean lastTime) {
        try {
            answered(admin.createTopics(List.of(new NewTopic(topic, Optional.of(partitions), Optional.empty())))
                    .all());
            return true;
        } catch (BenchmarkFailedException e) {
            if (lastTime || !(e.getCause() instanceof InvalidReplicationFactorException)) {
                throw e;
            }
            return false;
        }
    }

    /** How many brokers there are, and of which age they are. */
    public List<String> description() {
        int brokers = answered(admin.describeCluster().nodes()).size();
        FinalizedVersionRange metadata = answered(admin.describeFeatures().featureMetadata())
                .finalizedFeatures()
                .get(METADATA);
        return List.of(
                "brokers " + brokers, METADATA + " " + (metadata == null ? "unknown" : metadata.maxVersionLevel()));
    }

    /** Behind the last message of each partition, as consumers of a kind see it. */
    public Map<TopicPartition, Long> ends(String topic, IsolationLevel seenBy) {
        int partitions = Objects.requireNonNull(topics.get(topic), topic);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            latest.put(new TopicPartition(topic, partition), OffsetSpec.latest());
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        answered(admin.listOffsets(latest, new ListOffsetsOptions(seenBy)).all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Waits until the members of a group share all partitions of a topic, so that what is measured next is no joining. */
    public void awaitMembers(String group, String topic) {
        int partitions = Objects.requireNonNull(topics.get(topic), topic);
        long deadline = System.nanoTime() + BACK_WITHIN.toNanos();
        while (assigned(group, topic) < partitions) {
            if (System.nanoTime() > deadline) {
                throw new BenchmarkFailedException(
                        "nobody took all partitions of topic " + topic + " in " + BACK_WITHIN.toSeconds() + " s", null);
            }
            LockSupport.parkNanos(LOOK_EACH.toNanos());
        }
    }

    private long assigned(String group, String topic) {
        try {
            KafkaFuture<ConsumerGroupDescription> described =
                    Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group));
            return described.get().members().stream()
                    .flatMap(member -> member.assignment().topicPartitions().stream())
                    .filter(partition -> partition.topic().equals(topic))
                    .count();
        } catch (ExecutionException e) {
            // A broker that is busy may take longer to answer than members take to join.
            if (e.getCause() instanceof GroupIdNotFoundException || e.getCause() instanceof RetriableException) {
                return 0;
            }
            throw new BenchmarkFailedException(
                    "Kafka at " + bootstrap + " does not tell of group " + group, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException("the benchmark was interrupted", e);
        }
    }

    private <T> T answered(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new BenchmarkFailedException("Kafka at " + bootstrap + " did not do what was asked", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BenchmarkFailedException("the benchmark was interrupted", e);
        }
    }

    @Override
    public void close() {
        try (admin) {
            if (own != null) {
                own.close();
            } else if (!topics.isEmpty()) {
                answered(admin.deleteTopics(topics.keySet()).all());
            }
        }
    }
}
