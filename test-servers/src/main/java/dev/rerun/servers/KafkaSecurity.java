package dev.rerun.servers;

import java.util.Map;

/** How clients and nodes know each other. */
interface KafkaSecurity {
    /** Everyone may do everything, and everyone may read along. */
    KafkaSecurity NONE = new KafkaSecurity() {
        @Override
        public String protocol() {
            return "PLAINTEXT";
        }

        @Override
        public Map<String, String> nodeSettings(String listener) {
            return Map.of();
        }

        @Override
        public Map<String, Object> clientSettings() {
            return Map.of();
        }
    };

    /** The protocol of the listener for clients. */
    String protocol();

    /** What a node needs for the listener that has this name. */
    Map<String, String> nodeSettings(String listener);

    /** What a client needs that may do everything. */
    Map<String, Object> clientSettings();
}
