package dev.rerun.kafka;

import dev.rerun.api.StreamNotReadyException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topic: whether it can be written and read, and its making. Everything is asked of the brokers each time. */
final class Topic {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final String name;
    private final @Nullable Shape shape;
    private final ClientSettings settings;
    private final Failures failures;

    Topic(String name, @Nullable Shape shape, ClientSettings settings) {
        this.name = name;
        this.shape = shape;
        this.settings = settings;
        this.failures = new Failures(settings, name);
    }

    /** How the topic is made if it is missing. */
    record Shape(int partitions, short replicas) {}

    String name() {
        return name;
    }

    Failures failures() {
        return failures;
    }

    /** Checks that messages can be published; makes the topic if that was asked for. */
    void checkWritable() {
        check(AclOperation.WRITE, null);
    }

    /** Checks that messages can be read, and that the group is not another application's; makes the topic if that was asked for. */
    void checkReadable(String group) {
        check(AclOperation.READ, group);
    }

    private void check(AclOperation operation, @Nullable String group) {
        try {
            // Makes no topic by accident, as a producer that asks for one may.
            Admin admin = Admin.create(settings.admin());
            try {
                checkPartitions(admin, describedOrMade(admin), operation);
                if (group != null) {
                    checkGroup(admin, group);
                }
            } finally {
                admin.close(CLOSING);
            }
        } catch (RuntimeException | ExecutionException e) {
            throw failures.inWords(e);
        }
    }

    private TopicDescription describedOrMade(Admin admin) throws ExecutionException {
        Optional<TopicDescription> described = described(admin);
        if (described.isPresent()) {
            return described.get();
        }
        if (shape == null) {
            throw failures.inWords(new UnknownTopicOrPartitionException());
        }
        try {
            // The brokers' time: of a process whose clock is off messages would be refused, or expire at once.
            NewTopic wanted = new NewTopic(name, shape.partitions(), shape.replicas())
                    .configs(Map.of(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"));
            get(admin.createTopics(List.of(wanted)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw notMade(e);
            }
        }
        return awaitUsable(admin);
    }

    private StreamNotReadyException notMade(ExecutionException e) {
        Throwable refusal = Failures.withoutWrapping(e);
        if (refusal instanceof AuthorizationException) {
            return new StreamNotReadyException(
                    "this user may not CREATE topic '" + name + "'; create it, or grant that", e);
        }
        if (refusal instanceof InvalidReplicationFactorException
                || refusal instanceof InvalidPartitionsException
                || refusal instanceof PolicyViolationException) {
            return new StreamNotReadyException(
                    "topic '" + name + "' cannot be made (" + refusal.getMessage()
                            + "); give others in createTopic(partitions, replicas)",
                    e);
        }
        return failures.inWords(e);
    }

    /**
     * Waits until the leaders of all partitions answer. A producer that writes to a new topic before that can lose a batch to its
     * time-out.
     */
    private TopicDescription awaitUsable(Admin admin) throws ExecutionException {
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        while (true) {
            try {
                TopicDescription made = described(admin).orElseThrow(UnknownTopicOrPartitionException::new);
                Function<TopicPartitionInfo, TopicPartition> identity =
                        partition -> new TopicPartition(name, partition.partition());
                get(admin.listOffsets(made.partitions().stream()
                                .collect(Collectors.toMap(identity, unused -> OffsetSpec.latest())))
                        .all());
                return made;
            } catch (RuntimeException | ExecutionException e) {
                if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    private Optional<TopicDescription> described(Admin admin) throws ExecutionException {
        try {
            var options = new DescribeTopicsOptions().includeAuthorizedOperations(true);
            return Optional.ofNullable(
                    get(admin.describeTopics(List.of(name), options).allTopicNames())
                            .get(name));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void checkPartitions(Admin admin, TopicDescription topic, AclOperation operation)
            throws ExecutionException {
        Set<AclOperation> allowed = topic.authorizedOperations();
        if (allowed != null && !allowed.contains(operation)) {
            throw new StreamNotReadyException(
                    "this user may not " + operation + " topic '" + name + "'; grant it", null);
        }
        int needed = operation == AclOperation.WRITE ? inSyncNeeded(admin) : 1;
        for (TopicPartitionInfo partition : topic.partitions()) {
            if (partition.leader() == null || partition.leader().isEmpty()) {
                throw new StreamNotReadyException(
                        "partition " + partition.partition() + " of topic '" + name
                                + "' has no leader; wait for the brokers that are down",
                        null);
            }
            if (partition.isr().size() < needed) {
                throw new StreamNotReadyException(
                        "partition " + partition.partition() + " of topic '" + name + "' has "
                                + partition.isr().size() + " in-sync replicas and min.insync.replicas is " + needed
                                + "; wait for the brokers that are down",
                        null);
            }
        }
    }

    /** One, where the user may not look. */
    private int inSyncNeeded(Admin admin) throws ExecutionException {
        try {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            Map<ConfigResource, Config> configs =
                    get(admin.describeConfigs(List.of(resource)).all());
            return Stream.ofNullable(configs.get(resource))
                    .flatMap(config -> Stream.ofNullable(config.get(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG)))
                    .mapToInt(setting -> Integer.parseInt(setting.value()))
                    .findFirst()
                    .orElse(1);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return 1;
            }
            throw e;
        }
    }

    private void checkGroup(Admin admin, String group) throws ExecutionException {
        Set<String> topics = new TreeSet<>();
        try {
            for (ConsumerGroupDescription described :
                    get(admin.describeConsumerGroups(List.of(group)).all()).values()) {
                for (MemberDescription member : described.members()) {
                    member.assignment().topicPartitions().forEach(partition -> topics.add(partition.topic()));
                }
            }
            get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .keySet()
                    .forEach(partition -> topics.add(partition.topic()));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return;
            }
            if (e.getCause() instanceof IllegalArgumentException) {
                throw new StreamNotReadyException(
                        "group '" + group + "' is no consumer group; give another with group(...)", e);
            }
            throw e;
        }
        topics.remove(name);
        if (!topics.isEmpty()) {
            throw new StreamNotReadyException(
                    "consumer group '" + group + "' is used by another application, which reads " + topics
                            + "; give rerun's workers another with group(...)",
                    null);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StreamNotReadyException("interrupted while a broker was asked", e);
        }
    }
}
