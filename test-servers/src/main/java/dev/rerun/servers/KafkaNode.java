package dev.rerun.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The program of a Kafka node, broker and controller in one, that runs in a process of its own. It ends when the process
 * that started it is gone, however that came to its end.
 */
final class KafkaNode {
    static final String READY = "this Kafka node takes requests";

    private KafkaNode() {}

    /** Takes the file of the node's settings and the cluster's id. */
    public static void main(String[] arguments) {
        endWith(System.in);
        try {
            Properties settings = new Properties();
            try (Reader file = Files.newBufferedReader(Path.of(arguments[0]))) {
                settings.load(file);
            }
            start(settings, arguments[1]);
        } catch (Exception e) {
            e.printStackTrace();
            // Threads of a half-started node would keep the process alive.
            Runtime.getRuntime().halt(1);
        }
    }

    private static void start(Properties settings, String cluster) throws Exception {
        KafkaConfig config = new KafkaConfig(settings, false);
        new Formatter()
                .setClusterId(cluster)
                .setNodeId(config.nodeId())
                .addDirectory(config.metadataLogDir())
                .setMetadataLogDirectory(config.metadataLogDir())
                .setControllerListenerName(KafkaNodeSettings.CONTROLLERS)
                .setIgnoreFormatted(true)
                .run();
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stops Kafka"));
        server.startup();
        System.out.println(READY);
    }

    /** The other end of the standard input is held by the process that started this one, and by no other. */
    private static void endWith(InputStream input) {
        Thread watch = new Thread(
                () -> {
                    try {
                        input.transferTo(OutputStream.nullOutputStream());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    } finally {
                        Runtime.getRuntime().halt(1);
                    }
                },
                "watches the starting process");
        watch.setDaemon(true);
        watch.start();
    }
}
