package dev.rerun.reliability.histories;

import dev.rerun.api.RerunEngine;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.kafka.KafkaStream;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.apache.kafka.clients.CommonClientConfigs;

/** Some engines that share a database, a topic and a group; any of them may go, and another comes. */
final class Engines implements AutoCloseable {
    private static final int PARTITIONS = 4;

    /** A worker that went while its group was about to divide the partitions holds up the others for so long. */
    private static final int SHORTEST_SESSION_MILLIS = 6_000;

    private final List<RerunEngine> open = new ArrayList<>();
    private final Supplier<RerunEngine> another;

    Engines(int count, Supplier<RerunEngine> another) {
        this.another = another;
        for (int i = 0; i < count; i++) {
            open.add(another.get());
        }
    }

    /** An engine that does not work yet, with what a world says of it. */
    static RerunEngines.Builder of(World world, DataSource database, ActivityStream stream, ContractResolver prices) {
        return RerunEngines.builder().store(JdbcStore.on(database)).stream(
                        world.everyMessageTwice ? new TwiceStream(stream) : stream)
                .contracts(prices)
                .logic(new Toll())
                .authorizer((caller, action, app) -> true)
                .clock(Clock.fixed(World.NOW, ZoneOffset.UTC))
                .retention(World.RETENTION)
                .lanes(world.lanes)
                .batchSize(world.batchSize)
                .stalledAfter(Duration.ofSeconds(1))
                .workers(0);
    }

    static KafkaStream.Builder stream(String bootstrap, String topic) {
        return KafkaStream.builder(bootstrap)
                .topic(topic)
                .createTopic(PARTITIONS, 1)
                .setting(CommonClientConfigs.HEARTBEAT_INTERVAL_MS_CONFIG, 100)
                .setting(CommonClientConfigs.SESSION_TIMEOUT_MS_CONFIG, SHORTEST_SESSION_MILLIS);
    }

    synchronized RerunEngine any(Random random) {
        return open.get(random.nextInt(open.size()));
    }

    /** The first one comes to its end, while others work. */
    void replaceOne() {
        RerunEngine coming = another.get();
        RerunEngine going;
        synchronized (this) {
            open.add(coming);
            going = open.remove(0);
        }
        going.close();
    }

    @Override
    public synchronized void close() {
        open.forEach(RerunEngine::close);
    }
}
