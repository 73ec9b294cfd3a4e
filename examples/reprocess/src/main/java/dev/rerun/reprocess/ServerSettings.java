package dev.rerun.reprocess;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * How the registration processor is reached.
 *
 * @param tokenUri where a client token is asked for
 * @param packetUri where packets are sent
 * @param clientId who asks
 * @param clientSecret with which secret
 * @param appId for which of MOSIP's apps
 * @param tlsVerify whether the server's certificate is checked
 * @param connectTimeout how long a connection may take
 * @param requestTimeout how long an answer may take
 * @param tries how often a packet is sent at most
 */
record ServerSettings(
        URI tokenUri,
        URI packetUri,
        String clientId,
        String clientSecret,
        String appId,
        boolean tlsVerify,
        Duration connectTimeout,
        Duration requestTimeout,
        int tries) {
    static final Set<String> KEYS = Set.of(
            "url",
            "client-id",
            "client-secret",
            "app-id",
            "token-path",
            "packet-path",
            "tls-verify",
            "connect-timeout",
            "request-timeout",
            "tries");

    private static final int MOST_TRIES = 100;
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

    static ServerSettings of(Section section) {
        return new ServerSettings(
                uri(section, "token-path", "/v1/authmanager/authenticate/clientidsecretkey"),
                uri(section, "packet-path", "/registrationprocessor/v1/securezone/notification"),
                section.text("client-id"),
                section.text("client-secret"),
                section.text("app-id", "regproc"),
                section.truth("tls-verify", true),
                timeout(section, "connect-timeout", Duration.ofSeconds(10)),
                timeout(section, "request-timeout", Duration.ofSeconds(60)),
                tries(section));
    }

    private static URI uri(Section section, String key, String otherwise) {
        String server = section.text("url").replaceFirst("/+$", "");
        URI uri;
        try {
            uri = URI.create(server + section.text(key, otherwise));
        } catch (IllegalArgumentException e) {
            throw section.refused("url", e);
        }
        if (uri.getHost() == null || !Set.of("http", "https").contains(uri.getScheme())) {
            throw new RefusedException(section.place("url") + ": '" + server
                    + "' is no address of a server; give one such as https://api-internal.example.org");
        }
        return uri;
    }

    private static Duration timeout(Section section, String key, Duration otherwise) {
        Duration timeout = section.duration(key, otherwise);
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new RefusedException(section.place(key) + ": " + timeout + " is out of range; give 1ms to 1h");
        }
        return timeout;
    }

    private static int tries(Section section) {
        int tries = section.number("tries", 5);
        if (tries < 1 || tries > MOST_TRIES) {
            throw new RefusedException(
                    section.place("tries") + ": " + tries + " is out of range; give 1 to " + MOST_TRIES);
        }
        return tries;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return clientId + " at " + packetUri;
    }
}
