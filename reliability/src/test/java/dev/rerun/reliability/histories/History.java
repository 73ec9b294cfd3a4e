package dev.rerun.reliability.histories;

import dev.rerun.api.RerunEngine;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One history: entries are processed for the first time, then all that the seed says happens, by two threads while two engines work; then
 * everything comes to its end, and is inspected.
 */
final class History {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ENGINES = 2;
    private static final int WORKERS = 2;

    private final World world;
    private final List<String> otherwise = Collections.synchronizedList(new ArrayList<>());

    private History(World world) {
        this.world = world;
    }

    /** What is otherwise than it must be after some of a world's actions. */
    static List<String> otherwise(World world, List<Action> actions) {
        try (PostgresDatabase database = PostgresServer.shared().database("tolls", History::createTables)) {
            History history = new History(world);
            history.happen(database.source(), actions);
            return history.otherwise;
        }
    }

    static void createTables(DataSource database) {
        JdbcSchema.of(database).createOrUpgrade();
        Doings.createJournal(database);
    }

    /** Leaves a database in which all came to its end; gives what the host noted. */
    static Journal happenIn(DataSource database, World world, List<Action> actions) {
        History history = new History(world);
        Journal journal = history.happen(database, actions);
        if (!history.otherwise.isEmpty()) {
            throw new IllegalStateException(history.otherwise.toString());
        }
        return journal;
    }

    /** Sessions of engines have a name. */
    static DataSource named(DataSource database) {
        PGSimpleDataSource plain = (PGSimpleDataSource) database;
        PGSimpleDataSource named = new PGSimpleDataSource();
        named.setURL(plain.getURL());
        named.setUser(String.valueOf(plain.getUser()));
        named.setApplicationName(Hands.ENGINES);
        return named;
    }

    private Journal happen(DataSource database, List<Action> actions) {
        KeptConnections connections = new KeptConnections(named(database));
        FaultySource faults = new FaultySource(connections.source());
        KafkaCluster kafka = KafkaCluster.shared();
        String topic = kafka.newTopicName();
        PriceBoard prices = new PriceBoard();
        try (connections;
                Engines engines = new Engines(ENGINES, () -> {
                    RerunEngine engine = Engines.of(
                                    world,
                                    faults.source(),
                                    Engines.stream(kafka.bootstrap(), topic).build(),
                                    prices)
                            .build();
                    engine.startWorkers(WORKERS);
                    return engine;
                })) {
            Host host = new Host(world, prices, engines, database);
            processFirst(host);
            happen(new Hands(host, faults, database), actions);
            faults.cutNoMore();
            if (otherwise.isEmpty()) {
                otherwise.addAll(new Ending(host, database, PATIENCE).settleAndInspect());
            }
            return host.journal;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** In two calls, so that some come later than others that they come before. */
    private void processFirst(Host host) {
        Random random = new Random(world.lanes);
        List<Crossing> late = new ArrayList<>();
        List<Crossing> early = new ArrayList<>();
        world.crossings.forEach(crossing -> (random.nextInt(5) == 0 ? late : early).add(crossing));
        host.process(early, random);
        host.process(late, random);
    }

    private void happen(Hands hands, List<Action> actions) {
        List<Thread> threads = new ArrayList<>();
        for (Action.Hand hand : Action.Hand.values()) {
            List<Action> own =
                    actions.stream().filter(action -> action.hand() == hand).toList();
            Thread thread = new Thread(() -> own.forEach(action -> act(hands, action)), hand.name());
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    // Whatever an action throws is something that the host did not expect.
    private void act(Hands hands, Action action) {
        LockSupport.parkNanos(Duration.ofMillis(action.waitMillis()).toNanos());
        try {
            hands.act(action);
        } catch (SQLException | RuntimeException e) {
            otherwise.add(action + " threw " + e);
        }
    }
}
