package dev.rerun.reliability.histories;

import dev.rerun.api.RerunReport;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.reliability.histories.Action.Hand;
import dev.rerun.reliability.histories.Action.Kind;
import dev.rerun.reliability.histories.Journal.Answer;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * One long history: workers are processes, and these, the database server and the broker die or stand still all along. This process is the
 * host, with an engine that gives commands and processes entries for the first time.
 */
final class Soak {
    private static final int WORKERS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);
    private static final int MILLIS_BETWEEN_ACTIONS = 60;
    private static final int SHORTEST_PEACE_MILLIS = 2_000;
    private static final int LONGEST_PEACE_MILLIS = 8_000;

    /** What a session that ends or a data source that fails could do, the death of a server does. */
    private static final Set<Kind> NOT_HERE = Set.of(Kind.CUT, Kind.REPLACE_ENGINE);

    private final long seed;
    private final Duration time;
    private final AtomicLong actions = new AtomicLong();
    private final AtomicLong refusedByTheDatabase = new AtomicLong();
    private final Map<Long, Long> doneByRun = new ConcurrentHashMap<>();
    private volatile long begin;
    private long doneAtLastLine;

    Soak(long seed, Duration time) {
        this.seed = seed;
        this.time = time;
    }

    /** Servers that are gone are noticed soon. */
    static ActivityStream stream(String bootstrap, String topic) {
        return Engines.stream(bootstrap, topic)
                .timeout(Duration.ofSeconds(3))
                .setting(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 4_000)
                .build();
    }

    /** What is otherwise than it must be. */
    List<String> run() throws IOException, InterruptedException {
        World world = World.large(seed);
        PriceFile prices = new PriceFile(Files.createTempFile("prices", ".txt"));
        PriceBoard board = new PriceBoard(prices::write);
        try (PostgresServer server = PostgresServer.startWithoutFsync();
                KafkaCluster kafka = KafkaCluster.start()) {
            PostgresDatabase database = server.database("tolls", History::createTables);
            String topic = kafka.newTopicName();
            DataSource sessions = new KeptConnections(History.named(database.source())).source();
            List<String> arguments = List.of(
                    database.url(),
                    database.user(),
                    kafka.bootstrap(),
                    topic,
                    prices.path().toString(),
                    Long.toString(seed));
            try (Engines engines =
                            new Engines(1, () -> Engines.of(world, sessions, stream(kafka.bootstrap(), topic), board)
                                    .build());
                    Workers workers = new Workers(WORKERS, WorkerProcess.command(arguments))) {
                Host host = new Host(world, board, engines, database.source());
                host.process(world.crossings, new Random(seed));
                Misfortunes misfortunes = new Misfortunes(workers, server, kafka, new Random(seed));
                happen(host, new Hands(host, new FaultySource(sessions), database.source()), misfortunes);
                workers.revive();
                List<String> otherwise = new Ending(host, database.source(), PATIENCE).settleAndInspect();
                line(host, "at the end", misfortunes);
                return otherwise;
            }
        } finally {
            Files.delete(prices.path());
        }
    }

    private void happen(Host host, Hands hands, Misfortunes misfortunes) throws InterruptedException {
        begin = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (Hand hand : Hand.values()) {
            threads.add(new Thread(() -> work(hands, hand), hand.name()));
        }
        threads.add(new Thread(() -> suffer(misfortunes), "misfortunes"));
        threads.forEach(Thread::start);
        while (!over()) {
            LockSupport.parkNanos(LINE_EVERY.toNanos());
            line(host, "after " + (System.nanoTime() - begin) / 1_000_000_000 + " s", misfortunes);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private boolean over() {
        return System.nanoTime() - begin > time.toNanos();
    }

    private void work(Hands hands, Hand hand) {
        Random random = new Random(31 * seed + hand.name().hashCode());
        while (!over()) {
            LockSupport.parkNanos(Duration.ofMillis(random.nextInt(2 * MILLIS_BETWEEN_ACTIONS))
                    .toNanos());
            Action action = Action.any(random, (int) actions.incrementAndGet());
            if (action.hand() == hand && !NOT_HERE.contains(action.kind())) {
                try {
                    hands.act(action);
                } catch (SQLException | IllegalStateException e) {
                    // The host's own statements fail when its server dies; its journal tells what was committed.
                    refusedByTheDatabase.incrementAndGet();
                }
            }
        }
    }

    private void suffer(Misfortunes misfortunes) {
        Random random = new Random(seed);
        while (!over()) {
            int peace = SHORTEST_PEACE_MILLIS + random.nextInt(LONGEST_PEACE_MILLIS - SHORTEST_PEACE_MILLIS);
            LockSupport.parkNanos(Duration.ofMillis(peace).toNanos());
            misfortunes.next();
        }
    }

    private void line(Host host, String when, Misfortunes misfortunes) {
        Random random = new Random();
        for (String app : host.world.apps) {
            host.ask(random, engine -> engine.history(app, null, 20))
                    .orElse(List.of())
                    .forEach(this::count);
        }
        long done = doneByRun.values().stream().mapToLong(Long::longValue).sum();
        long entries = host.world.apps.stream()
                .mapToLong(app -> host.journal.crossings(app).size())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "Soak, %s: entries %d, runs %d, calculated again %d (%d a second), commands %s, host's statements that"
                        + " failed %d; %s%n",
                when,
                entries,
                doneByRun.size(),
                done,
                (done - doneAtLastLine) / LINE_EVERY.toSeconds(),
                answers(host),
                refusedByTheDatabase.get(),
                misfortunes);
        doneAtLastLine = done;
    }

    private static String answers(Host host) {
        List<Journal.Command> commands = host.journal.commands();
        StringBuilder answers = new StringBuilder(Integer.toString(commands.size()));
        for (Answer answer : Answer.values()) {
            answers.append(' ')
                    .append(commands.stream()
                            .filter(command -> command.answer() == answer)
                            .count())
                    .append(' ')
                    .append(answer.name().toLowerCase(Locale.ROOT));
        }
        return answers.toString();
    }

    private void count(RerunReport report) {
        if (report.queuedAt() != null) {
            doneByRun.merge(report.id(), report.done(), Math::max);
        }
    }
}
