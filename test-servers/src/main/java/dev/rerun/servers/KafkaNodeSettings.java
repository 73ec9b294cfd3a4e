package dev.rerun.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a node's file of settings says: who it is, and what makes a small cluster quick to use and quick to come back. */
final class KafkaNodeSettings {
    static final String CONTROLLERS = "CONTROLLER";

    private static final String CLIENTS = "CLIENT";
    private static final String BROKERS = "BROKER";

    /**
     * The ports of a node, and the one that clients are told, which may be that of a proxy. Those for brokers and controllers ask
     * for no credentials, whatever the one for clients asks.
     */
    private record NodePorts(int client, int told, int broker, int controller) {}

    private final List<NodePorts> ports = new ArrayList<>();

    /** Clients are told of a node's port what the function says. */
    KafkaNodeSettings(int nodes, IntUnaryOperator told) {
        List<Integer> free = Ports.free(3 * nodes);
        for (int i = 0; i < free.size(); i += 3) {
            ports.add(new NodePorts(free.get(i), told.applyAsInt(free.get(i)), free.get(i + 1), free.get(i + 2)));
        }
    }

    /** Where clients find the cluster. */
    String bootstrap() {
        return ports.stream().map(node -> "127.0.0.1:" + node.told()).collect(Collectors.joining(","));
    }

    Properties of(int node, Path data, KafkaSecurity security, Map<String, String> additional) {
        int copies = Math.min(3, ports.size());
        Properties all = new Properties();
        all.putAll(identity(node, data, security.protocol()));
        all.putAll(Map.of(
                "default.replication.factor", Integer.toString(copies),
                "min.insync.replicas", Integer.toString(Math.min(2, copies)),
                "auto.create.topics.enable", "false",
                "group.initial.rebalance.delay.ms", "0",
                "log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20)));
        all.putAll(quickToMissANode());
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            all.put(topic + ".num.partitions", "5");
            all.put(topic + ".replication.factor", Integer.toString(copies));
        }
        for (String topic : List.of("transaction.state.log", "share.coordinator.state.topic")) {
            all.put(topic + ".min.isr", Integer.toString(Math.min(2, copies)));
        }
        all.putAll(security.nodeSettings(CLIENTS));
        all.putAll(additional);
        return all;
    }

    /** Without them the others miss a killed node after ten seconds, and do not let it in again before. */
    private static Map<String, String> quickToMissANode() {
        return Map.of(
                "broker.session.timeout.ms", "1500",
                "broker.heartbeat.interval.ms", "300",
                "controller.quorum.fetch.timeout.ms", "1000",
                "controller.quorum.election.timeout.ms", "500",
                "controller.quorum.election.backoff.max.ms", "500");
    }

    private Map<String, String> identity(int node, Path data, String protocol) {
        NodePorts own = ports.get(node);
        String voters = IntStream.range(0, ports.size())
                .mapToObj(id -> id + "@127.0.0.1:" + ports.get(id).controller())
                .collect(Collectors.joining(","));
        String listener = "%s://127.0.0.1:%d";
        return Map.of(
                "node.id",
                Integer.toString(node),
                "process.roles",
                "broker,controller",
                "controller.quorum.voters",
                voters,
                "listeners",
                String.join(
                        ",",
                        listener.formatted(CLIENTS, own.client()),
                        listener.formatted(BROKERS, own.broker()),
                        listener.formatted(CONTROLLERS, own.controller())),
                "advertised.listeners",
                listener.formatted(CLIENTS, own.told()) + "," + listener.formatted(BROKERS, own.broker()),
                "listener.security.protocol.map",
                "%s:%s,%s:PLAINTEXT,%s:PLAINTEXT".formatted(CLIENTS, protocol, BROKERS, CONTROLLERS),
                "inter.broker.listener.name",
                BROKERS,
                "controller.listener.names",
                CONTROLLERS,
                "log.dirs",
                data.toString());
    }
}
