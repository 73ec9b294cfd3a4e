package dev.rerun.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A certificate that the nodes sign themselves, and that clients are told to trust. */
final class KafkaTls implements KafkaSecurity {
    private static final String PASSWORD = "not-a-secret";
    private static final String TYPE = "PKCS12";

    private final Path keys;
    private final Path trusted;

    /** Makes the certificate, in files of a directory. */
    KafkaTls(Path directory) {
        keys = directory.resolve("keys.p12");
        trusted = directory.resolve("trusted.p12");
        String certificate = directory.resolve("certificate").toString();
        keytool(
                keys,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=IP:127.0.0.1,DNS:localhost",
                "-validity",
                "365");
        keytool(keys, "-exportcert", "-file", certificate);
        keytool(trusted, "-importcert", "-noprompt", "-file", certificate);
    }

    @Override
    public String protocol() {
        return "SSL";
    }

    @Override
    public Map<String, String> nodeSettings(String listener) {
        String prefix = "listener.name." + listener.toLowerCase(Locale.ROOT) + ".ssl.keystore.";
        return Map.of(prefix + "location", keys.toString(), prefix + "password", PASSWORD, prefix + "type", TYPE);
    }

    @Override
    public Map<String, Object> clientSettings() {
        return Map.of(
                "security.protocol",
                protocol(),
                "ssl.truststore.location",
                trusted.toString(),
                "ssl.truststore.password",
                PASSWORD,
                "ssl.truststore.type",
                TYPE);
    }

    private static void keytool(Path store, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(options));
        command.addAll(
                List.of("-alias", "node", "-keystore", store.toString(), "-storetype", TYPE, "-storepass", PASSWORD));
        ServerProcess.run(command);
    }
}
