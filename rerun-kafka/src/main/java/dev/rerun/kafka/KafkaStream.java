package dev.rerun.kafka;

import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.kafka.Topic.Shape;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream over Kafka. Blocks go to a topic of their own, all of a lane to one partition, and are durable before the start
 * that publishes them is committed. The workers of all processes with one group share the partitions; what they acknowledge,
 * the database has committed. No Kafka transaction is involved: the run's row in the database decides what a message means.
 *
 * <p>A topic and group serve the engines of one store. Two stores need two topics, since workers drop messages of runs that
 * their store does not know.
 *
 * <p>Where users are granted what they may do: who starts runs needs {@code WRITE} on the topic; workers need {@code READ} on
 * the topic and on the group. {@code CREATE} on the topic lets {@link Builder#createTopic} make it. With {@code
 * DESCRIBE_CONFIGS} on the topic, a start also checks {@code min.insync.replicas} beforehand.
 *
 * <p>Safe for all threads. Brokers are contacted when a run is started and by the workers, not when this is made: an engine can
 * be built while they are down, starts are refused until they are up, and workers begin when they are.
 */
public final class KafkaStream implements ActivityStream {
    private final Topic topic;
    private final ClientSettings settings;
    private final String group;
    private final Publisher publisher;
    private final Backlog backlog = new Backlog(System::nanoTime);
    private final Reader reader;
    private @Nullable Workers workers;
    private boolean closed;

    private KafkaStream(Topic topic, ClientSettings settings, String group) {
        this.topic = topic;
        this.settings = settings;
        this.group = group;
        this.publisher = new Publisher(topic, settings);
        this.reader = new Reader(topic, settings, group, backlog);
    }

    /**
     * Begins a stream.
     *
     * @param bootstrapServers some of the brokers, as in {@code kafka1:9092,kafka2:9092}
     * @return a builder
     */
    public static Builder builder(String bootstrapServers) {
        return new Builder(bootstrapServers);
    }

    /**
     * Checks that brokers answer within the time-out, that the topic is there (or makes it, if that was asked for), that this
     * user may write it, and that all its partitions have their leaders and enough replicas in sync.
     */
    @Override
    public void checkReady() {
        topic.checkWritable();
    }

    /** Publishes blocks and returns when all in-sync replicas hold them. One call after another. */
    @Override
    public void publish(Iterable<Block> blocks) {
        publisher.publish(blocks);
    }

    /**
     * Starts workers as members of the group. Returns at once; if the topic cannot be read, the log says why, and they begin
     * when it can.
     */
    @Override
    public synchronized void subscribe(int count, LaneWorker worker) {
        if (closed || workers != null) {
            throw new IllegalStateException("this stream is closed or has its workers; make another one");
        }
        workers = new Workers(count, backlog, worker);
        workers.start();
        reader.start();
    }

    /**
     * Counts messages.
     *
     * @return the counts up to now
     */
    public MessageCounts counts() {
        return new MessageCounts(publisher.published(), reader.read(), backlog.dropped(), reader.skipped());
    }

    @Override
    public void close() {
        Workers ending;
        synchronized (this) {
            closed = true;
            ending = workers;
        }
        backlog.close();
        if (ending != null) {
            ending.join();
            reader.close();
        }
        publisher.close();
    }

    @Override
    public String toString() {
        return "topic " + topic.name() + " at " + settings.bootstrapServers() + ", group " + group;
    }

    /** Collects what a stream needs. Not safe for several threads. */
    public static final class Builder {
        /** The topic's name if none is given: {@value}. */
        public static final String DEFAULT_TOPIC = "rerun-activities";

        /** What is added to the topic's name for the group's, if none is given: {@value}. */
        public static final String GROUP_SUFFIX = "-workers";

        /** How long brokers have to answer if nothing else is said, in seconds: {@value}. */
        public static final int DEFAULT_TIMEOUT_SECONDS = 10;

        private static final int MOST_PARTITIONS = 10_000;
        private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);
        private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

        private final String bootstrapServers;
        private final Map<String, Object> settings = new HashMap<>();
        private String topic = DEFAULT_TOPIC;
        private @Nullable String group;
        private @Nullable Shape shape;
        private Duration timeout = Duration.ofSeconds(DEFAULT_TIMEOUT_SECONDS);

        private Builder(String bootstrapServers) {
            this.bootstrapServers = notBlank(
                    bootstrapServers, "bootstrapServers", "give some of the brokers, as in kafka1:9092,kafka2:9092");
        }

        /**
         * Names the topic. By default {@value #DEFAULT_TOPIC}. Nothing but rerun writes to it.
         *
         * @param name the topic's name: letters, digits, and {@code . _ -}, at most 249 in all
         * @return this builder
         * @throws IllegalArgumentException if Kafka allows no such name
         */
        public Builder topic(String name) {
            if (!Objects.requireNonNull(name, "topic").matches("[a-zA-Z0-9._-]{1,249}")
                    || name.equals(".")
                    || name.equals("..")) {
                throw new IllegalArgumentException("'" + name
                        + "' cannot be the name of a topic; give letters, digits, '.', '_' and '-', at most 249");
            }
            this.topic = name;
            return this;
        }

        /**
         * Has the topic made if it is missing, when a run is started or workers begin. By default a missing topic refuses a
         * start. A topic that is there stays as it is.
         *
         * @param partitions how many: at most so many processes work at the same time; some 16 do for most
         * @param replicas how many brokers hold each, three in production
         * @return this builder
         * @throws IllegalArgumentException if one is less than 1, or the partitions are more than 10,000
         */
        public Builder createTopic(int partitions, int replicas) {
            if (partitions < 1 || partitions > MOST_PARTITIONS || replicas < 1 || replicas > Short.MAX_VALUE) {
                throw new IllegalArgumentException("a topic of " + partitions + " partitions and " + replicas
                        + " replicas cannot be made; give 1 to " + MOST_PARTITIONS + " and 1 to " + Short.MAX_VALUE);
            }
            this.shape = new Shape(partitions, (short) replicas);
            return this;
        }

        /**
         * Names the workers' consumer group. By default the topic's name followed by {@value #GROUP_SUFFIX}. Workers of all
         * processes of a store have the same.
         *
         * @param id the group's ID, not blank
         * @return this builder
         * @throws IllegalArgumentException if it is blank
         */
        public Builder group(String id) {
            this.group = notBlank(id, "group", "give the ID of a consumer group");
            return this;
        }

        /**
         * Says how long brokers have to answer, when a run is started and each time that blocks are published. By default
         * {@value #DEFAULT_TIMEOUT_SECONDS} seconds.
         *
         * @param time from 100 milliseconds to 10 minutes
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder timeout(Duration time) {
            Objects.requireNonNull(time, "timeout");
            if (time.compareTo(SHORTEST_TIMEOUT) < 0 || time.compareTo(LONGEST_TIMEOUT) > 0) {
                throw new IllegalArgumentException(
                        "timeout " + time + " is out of range; give 100 milliseconds to 10 minutes");
            }
            this.timeout = time;
            return this;
        }

        /**
         * Adds a setting of the Kafka clients, those of security included. It goes to those clients (producer, consumer, admin)
         * that know it.
         *
         * @param name the setting's name, as in Kafka's documentation
         * @param value its value
         * @return this builder
         * @throws IllegalArgumentException if it would break a promise, with the reason
         */
        public Builder setting(String name, Object value) {
            Objects.requireNonNull(name, "name of a setting");
            Objects.requireNonNull(value, () -> "setting " + name);
            ClientSettings.check(name, value);
            settings.put(name, value);
            return this;
        }

        /**
         * Adds settings of the Kafka clients.
         *
         * @param values settings as for {@link #setting}, as a map or as {@link java.util.Properties}
         * @return this builder
         * @throws IllegalArgumentException as {@link #setting}
         */
        public Builder settings(Map<?, ?> values) {
            Objects.requireNonNull(values, "settings").forEach((name, value) -> setting(String.valueOf(name), value));
            return this;
        }

        /**
         * Makes the stream; contacts no broker.
         *
         * @return the stream, which the engine closes
         * @throws IllegalArgumentException if a setting has a value that its client does not take
         */
        public KafkaStream build() {
            ClientSettings clients = new ClientSettings(bootstrapServers, settings, timeout);
            String workers = group == null ? topic + GROUP_SUFFIX : group;
            clients.check(workers);
            return new KafkaStream(new Topic(topic, shape, clients), clients, workers);
        }

        private static String notBlank(String text, String name, String remedy) {
            if (Objects.requireNonNull(text, name).isBlank()) {
                throw new IllegalArgumentException(name + " is blank; " + remedy);
            }
            return text;
        }
    }
}
