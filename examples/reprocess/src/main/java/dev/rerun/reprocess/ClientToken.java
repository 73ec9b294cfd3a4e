package dev.rerun.reprocess;

import java.io.IOException;
import java.net.HttpCookie;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The client's token: asked for when it is first needed, and again when it has expired or was refused. */
final class ClientToken {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final HttpPost http;
    private final ServerSettings server;
    private final Clock clock;
    private @Nullable String token;
    private @Nullable Instant expiry;

    ClientToken(HttpPost http, ServerSettings server, Clock clock) {
        this.http = http;
        this.server = server;
        this.clock = clock;
    }

    /**
     * The token.
     *
     * @throws IOException if the server did not answer, or with 5xx, so that it may work in a while
     * @throws RefusedException if the server does not accept the credentials
     */
    synchronized String value() throws IOException, InterruptedException {
        String current = token;
        if (current == null || (expiry != null && !clock.instant().isBefore(expiry.minus(MARGIN)))) {
            current = ask();
            token = current;
            expiry = expiryOf(current).orElse(null);
            if (expiry != null && !clock.instant().isBefore(expiry.minus(MARGIN))) {
                // It is as good as it gets, or the clocks differ; the server will say when it has had enough.
                expiry = null;
            }
        }
        return current;
    }

    /** Refuses to go on if the server gives no token. */
    void require() {
        try {
            value();
        } catch (IOException e) {
            throw new RefusedException(
                    "the server gives no token at " + server.tokenUri() + ": " + Failure.inWords(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted while the server was asked for a token", e);
        }
    }

    /** Forgets a token that was refused, unless another has come in its place. */
    synchronized void refused(String value) {
        if (value.equals(token)) {
            token = null;
        }
    }

    private String ask() throws IOException, InterruptedException {
        HttpAnswer answer = http.post(server.tokenUri(), null, question());
        if (answer.mayPass()) {
            throw new IOException("the token server answered " + answer.inWords());
        }
        if (!answer.ok() || answer.hasErrors()) {
            throw new RefusedException("the server refused the client ID and secret of " + server.clientId() + " at "
                    + server.tokenUri() + ": " + answer.inWords());
        }
        return tokenOf(answer)
                .orElseThrow(() -> new RefusedException("the answer of " + server.tokenUri()
                        + " has no token; check server.url and server.token-path"));
    }

    private String question() {
        ObjectNode question = JSON.createObjectNode();
        question.put("id", "string");
        question.put("version", "string");
        question.put("requesttime", MosipTime.of(clock.instant()));
        question.putObject("metadata");
        ObjectNode request = question.putObject("request");
        request.put("clientId", server.clientId());
        request.put("secretKey", server.clientSecret());
        request.put("appId", server.appId());
        return question.toString();
    }

    private static Optional<String> tokenOf(HttpAnswer answer) {
        for (String header : answer.headers().allValues("Set-Cookie")) {
            for (HttpCookie cookie : HttpCookie.parse(header)) {
                if (cookie.getName().equalsIgnoreCase("Authorization")
                        && !cookie.getValue().isBlank()) {
                    return Optional.of(cookie.getValue());
                }
            }
        }
        return answer.headers().firstValue("Authorization").filter(value -> !value.isBlank());
    }

    /** When a JWT says that it expires; other tokens say nothing. */
    private static Optional<Instant> expiryOf(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(parts[1]);
            JsonNode seconds =
                    JSON.readTree(new String(claims, StandardCharsets.UTF_8)).path("exp");
            return seconds.isIntegralNumber()
                    ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException | JacksonException noJwt) {
            return Optional.empty();
        }
    }
}
