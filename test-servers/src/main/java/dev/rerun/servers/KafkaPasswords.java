package dev.rerun.servers;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Users who show a password, and who may do only what they were allowed to, except for one. */
final class KafkaPasswords implements KafkaSecurity {
    static final String ADMIN = "admin";
    static final List<String> USERS = List.of(ADMIN, "billing", "audit");

    private static final String MECHANISM = "PLAIN";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    static String passwordOf(String user) {
        return user + "-secret";
    }

    @Override
    public String protocol() {
        return "SASL_PLAINTEXT";
    }

    @Override
    public Map<String, String> nodeSettings(String listener) {
        String passwords = USERS.stream()
                .map(user -> "user_%s=\"%s\"".formatted(user, passwordOf(user)))
                .collect(Collectors.joining(" ", LOGIN, ";"));
        return Map.of(
                "sasl.enabled.mechanisms",
                MECHANISM,
                "listener.name." + listener.toLowerCase(Locale.ROOT) + ".plain.sasl.jaas.config",
                passwords,
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found",
                "false",
                "super.users",
                // The nodes come without a name, through listeners that clients are not told of.
                "User:" + ADMIN + ";User:ANONYMOUS");
    }

    @Override
    public Map<String, Object> clientSettings() {
        return clientSettingsAs(ADMIN, passwordOf(ADMIN));
    }

    Map<String, Object> clientSettingsAs(String user, String password) {
        return Map.of(
                "security.protocol",
                protocol(),
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                LOGIN + "username=\"%s\" password=\"%s\";".formatted(user, password));
    }
}
