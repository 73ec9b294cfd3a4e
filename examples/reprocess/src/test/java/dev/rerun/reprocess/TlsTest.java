package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose certificate nobody knows. */
class TlsTest {
    private static final String PASSWORD = "changeit";

    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void isTrustedOnlyIfTheConfigurationSaysSo() throws Exception {
        try (RegistrationProcessor server = new RegistrationProcessor(selfSigned())) {
            scene.operator().configure(scene.server().url(), server.url());

            assertThat(scene.operator().types("--db", "--limit", "1")).isEqualTo(ExitStatus.REFUSED);
            assertThat(scene.operator().errors()).contains("certification path");
            assertThat(server.sent()).isEmpty();

            scene.operator().configure("server:", "server:\n  tls-verify: false");
            assertThat(scene.operator().types("--db", "--limit", "1"))
                    .as(scene.operator().errors())
                    .isZero();
            assertThat(scene.operator().errors()).contains("Warning: server.tls-verify is false");
            assertThat(server.sent()).hasSize(1);
        }
    }

    private SSLContext selfSigned() throws Exception {
        Path store = scene.directory().resolve("server.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(List.of(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=elsewhere.example.org",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(made.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
