package dev.rerun.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka cluster whose nodes, each broker and controller, are processes of their own, at free ports of the loopback
 * interface and in a directory of their own. Closing it, or the end of this process, ends them and deletes the directory.
 *
 * <p>Nodes are numbered from zero, as in their {@code node.id}. What was acknowledged outlives the end of a node's
 * process, but not a loss of power. A topic has three replicas by default, two of them in sync, or one where there is but
 * one node; topics are made by those who use them.
 */
public final class KafkaCluster implements AutoCloseable {
    private static @Nullable KafkaCluster shared;

    private final AtomicInteger topics = new AtomicInteger();
    private final List<KafkaNodeProcess> nodes = new ArrayList<>();
    private final List<TcpProxy> proxies = new ArrayList<>();
    private final Path directory = Directories.create("kafka");
    private final Thread atExit = new Thread(this::stop, "stops Kafka");
    private final KafkaNodeSettings settings;
    private final KafkaSecurity security;

    private KafkaCluster(
            int count,
            Function<Path, KafkaSecurity> securing,
            Map<String, String> brokerSettings,
            boolean behindProxies) {
        settings = new KafkaNodeSettings(count, behindProxies ? this::proxyTo : IntUnaryOperator.identity());
        try {
            security = securing.apply(directory);
            String cluster = Uuid.randomUuid().toString();
            for (int node = 0; node < count; node++) {
                Path own = Files.createDirectory(directory.resolve("node-" + node));
                nodes.add(new KafkaNodeProcess(
                        settings.of(node, own.resolve("data"), security, brokerSettings),
                        own.resolve("node.properties"),
                        cluster));
            }
            restart();
        } catch (IOException e) {
            stop();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts a cluster of one node. */
    public static KafkaCluster start() {
        return start(1);
    }

    /** Starts a cluster of some nodes; three of them do without any one. */
    public static KafkaCluster start(int nodes) {
        return start(nodes, Map.of());
    }

    /** Starts a cluster of some nodes with settings of brokers, which come before those that it has by itself. */
    public static KafkaCluster start(int nodes, Map<String, String> brokerSettings) {
        return new KafkaCluster(nodes, directory -> KafkaSecurity.NONE, brokerSettings, false);
    }

    /** The same, but clients come to each node through a proxy; nodes find each other without. */
    public static KafkaCluster startBehindProxies(int nodes, Map<String, String> brokerSettings) {
        return new KafkaCluster(nodes, directory -> KafkaSecurity.NONE, brokerSettings, true);
    }

    /** Starts a cluster of one node that speaks TLS with its clients, with a certificate it has signed itself. */
    public static KafkaCluster startWithTls() {
        return new KafkaCluster(1, KafkaTls::new, Map.of(), false);
    }

    /**
     * Starts a cluster of one node that asks for passwords: SASL over plain text, mechanism PLAIN. The user {@code admin}
     * may do everything, the users {@code billing} and {@code audit} what they are granted.
     */
    public static KafkaCluster startWithPasswords() {
        return new KafkaCluster(1, directory -> new KafkaPasswords(), Map.of(), false);
    }

    /** The cluster for all tests of this process, of one node; do not close it or touch its node. */
    public static KafkaCluster shared() {
        synchronized (KafkaCluster.class) {
            if (shared == null) {
                shared = start();
            }
            return shared;
        }
    }

    /** Where clients find the cluster, as {@code host:port} of all nodes, with commas between. */
    public String bootstrap() {
        return settings.bootstrap();
    }

    /** What any client needs to come in and do everything. */
    public Map<String, Object> clientSettings() {
        return client(security.clientSettings());
    }

    /** What a client needs to come in as one of the users, with the right password. */
    public Map<String, Object> clientSettingsAs(String user) {
        return clientSettingsAs(user, KafkaPasswords.passwordOf(user));
    }

    /** What a client needs to come in as a user with a password, or to be refused. */
    public Map<String, Object> clientSettingsAs(String user, String password) {
        if (security instanceof KafkaPasswords passwords) {
            return client(passwords.clientSettingsAs(user, password));
        }
        throw new IllegalStateException("this cluster knows no users; start it with passwords");
    }

    /** The proxy of a node of a cluster that was started behind proxies. */
    public TcpProxy proxy(int node) {
        return proxies.get(node);
    }

    private int proxyTo(int port) {
        TcpProxy proxy = TcpProxy.to(port);
        proxies.add(proxy);
        return proxy.port();
    }

    /** A name that no topic of this cluster has. */
    public String newTopicName() {
        return "topic-" + topics.incrementAndGet();
    }

    /** Ends all nodes at once, without giving them time for anything. */
    public void kill() {
        nodes.forEach(KafkaNodeProcess::kill);
    }

    /** Ends a node at once, without giving it time for anything. */
    public void kill(int node) {
        nodes.get(node).kill();
    }

    /** Asks a node to end and waits for it; it hands over what it leads. */
    public void stop(int node) {
        nodes.get(node).stop();
    }

    /** Starts all nodes again, on their files and ports, after ending by force those that run. */
    public void restart() {
        kill();
        inParallel(KafkaNodeProcess::start);
    }

    /** Starts a node again, on its files and ports, after ending it by force if it runs. */
    public void restart(int node) {
        nodes.get(node).start();
    }

    /** Lets a node do nothing until {@link #resume}, as in a long pause: its connections stay open. */
    public void suspend(int node) {
        nodes.get(node).suspend();
    }

    /** Lets a node go on after {@link #suspend}. */
    public void resume(int node) {
        nodes.get(node).resume();
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        stop();
    }

    /** By force, for nobody will read the files again. */
    private void stop() {
        kill();
        proxies.forEach(TcpProxy::close);
        Directories.delete(directory);
    }

    private Map<String, Object> client(Map<String, Object> security) {
        Map<String, Object> all = new HashMap<>(security);
        all.put("bootstrap.servers", bootstrap());
        return all;
    }

    /** Each node on a thread of its own, for none is ready before most are there. */
    private void inParallel(Consumer<KafkaNodeProcess> action) {
        List<CompletableFuture<Void>> all = nodes.stream()
                .map(node -> CompletableFuture.runAsync(
                        () -> action.accept(node), task -> new Thread(task, "starts Kafka").start()))
                .toList();
        all.forEach(CompletableFuture::join);
    }
}
