package dev.rerun.reliability.histories;

import dev.rerun.api.RerunEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that works on runs until it is ended, or the test is. */
final class WorkerProcess {
    private static final int WORKERS = 2;

    private WorkerProcess() {}

    static List<String> command(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=soak-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Is given the database's URL and user, the brokers, the topic, the file of prices, and the seed of the world. */
    public static void main(String[] arguments) {
        Thread lifeline = new Thread(WorkerProcess::endWithTheTest, "ends with the test");
        lifeline.setDaemon(true);
        lifeline.start();
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setURL(arguments[0]);
        database.setUser(arguments[1]);
        database.setApplicationName(Hands.ENGINES);
        RerunEngine engine = Engines.of(
                        World.large(Long.parseLong(arguments[5])),
                        new KeptConnections(database).source(),
                        Soak.stream(arguments[2], arguments[3]),
                        new PriceFile(Path.of(arguments[4])))
                .build();
        engine.startWorkers(WORKERS);
        while (true) {
            LockSupport.park();
        }
    }

    /** The test never writes to this process, so what it reads is the end of the test. */
    private static void endWithTheTest() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }
}
