package dev.rerun.reliability.histories;

import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresServer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** What happens to processes and servers. */
final class Misfortunes {
    private static final int LONGEST_STANDSTILL_TENTHS = 40;
    private static final int ATTEMPTS = 5;

    private final Workers workers;
    private final PostgresServer server;
    private final KafkaCluster kafka;
    private final Random random;
    private final Map<Kind, Integer> happened = new EnumMap<>(Kind.class);

    /** Workers suffer more often than servers. */
    private enum Kind {
        WORKER_KILLED(4, "workers killed"),
        WORKER_STOOD_STILL(3, "workers that stood still"),
        DATABASE_KILLED(1, "kills of the database server"),
        BROKER_KILLED(1, "kills of the broker");

        private final int weight;
        private final String words;

        Kind(int weight, String words) {
            this.weight = weight;
            this.words = words;
        }
    }

    Misfortunes(Workers workers, PostgresServer server, KafkaCluster kafka, Random random) {
        this.workers = workers;
        this.server = server;
        this.kafka = kafka;
        this.random = random;
    }

    /** Lets one happen; servers are back when this returns. */
    void next() {
        Kind kind = any();
        int worker = random.nextInt(workers.count());
        switch (kind) {
            case WORKER_KILLED -> workers.kill(worker);
            case WORKER_STOOD_STILL -> workers.standStill(worker, 1 + random.nextInt(LONGEST_STANDSTILL_TENTHS));
            case DATABASE_KILLED -> {
                server.kill();
                untilItSucceeds(server::restart);
            }
            case BROKER_KILLED -> {
                kafka.kill();
                untilItSucceeds(kafka::restart);
            }
        }
        workers.revive();
        count(kind);
    }

    /** On a machine that is very busy a server may need longer than anybody waits. */
    private static void untilItSucceeds(Runnable restart) {
        for (int attempt = 1; ; attempt++) {
            try {
                restart.run();
                return;
            } catch (IllegalStateException | CompletionException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private Kind any() {
        int place = random.nextInt(9);
        for (Kind kind : Kind.values()) {
            place -= kind.weight;
            if (place < 0) {
                return kind;
            }
        }
        return Kind.WORKER_KILLED;
    }

    private synchronized void count(Kind kind) {
        happened.merge(kind, 1, Integer::sum);
    }

    @Override
    public synchronized String toString() {
        return happened.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().words)
                .collect(Collectors.joining(", "));
    }
}
