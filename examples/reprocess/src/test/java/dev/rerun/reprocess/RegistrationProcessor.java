package dev.rerun.reprocess;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that answers as the registration processor and its token server do, and remembers what it was sent. */
final class RegistrationProcessor implements AutoCloseable {
    /** In place of a status: no answer comes, ever. */
    static final int HANGS = -1;

    static final String CLIENT = "mosip-regproc-client";
    static final String SECRET = "s3cret-of-the-client";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> FIELDS = Set.of(
            "rid",
            "reg_type",
            "isValid",
            "internalError",
            "messageBusAddress",
            "retryCount",
            "tags",
            "lastHopTimestamp",
            "source",
            "iteration",
            "workflowInstanceId");

    static {
        // Without it each answer waits some 40 ms for an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private final List<String> objections = new CopyOnWriteArrayList<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final List<Integer> sentBeforeTokens = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> tries = new ConcurrentHashMap<>();
    private volatile ToIntFunction<Sent> answers = packet -> 200;
    private volatile String body = "{\"message\":\"forwarded\",\"errors\":null}";
    private volatile int tokenStatus = 200;
    private volatile long tokenLifeSeconds = 3_600;

    RegistrationProcessor() {
        this(null);
    }

    /** With TLS if there is a context for it. */
    RegistrationProcessor(@Nullable SSLContext tls) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            server = tls == null ? HttpServer.create(anyPort, 0) : HttpsServer.create(anyPort, 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        if (tls != null) {
            ((HttpsServer) server).setHttpsConfigurator(new HttpsConfigurator(tls));
        }
        server.setExecutor(threads);
        server.createContext("/v1/authmanager/authenticate/clientidsecretkey", this::giveToken);
        server.createContext("/registrationprocessor/v1/securezone/notification", this::take);
        server.start();
    }

    /**
     * A packet that came.
     *
     * @param workflowId which one
     * @param nanos when, by this process's clock
     * @param number how often it has come by now
     * @param body what was said of it
     */
    record Sent(String workflowId, long nanos, int number, JsonNode body) {}

    String url() {
        return (server instanceof HttpsServer ? "https" : "http") + "://127.0.0.1:"
                + server.getAddress().getPort();
    }

    /** Says what is answered to a packet: an HTTP status, or {@link #HANGS}. */
    void answer(ToIntFunction<Sent> status) {
        answers = status;
    }

    /** Says what stands in the answers to packets. */
    void say(String json) {
        body = json;
    }

    void answerTokensWith(int status) {
        tokenStatus = status;
    }

    void tokensLive(long seconds) {
        tokenLifeSeconds = seconds;
    }

    /** Takes back all tokens that were given. */
    void forgetTokens() {
        tokens.clear();
    }

    int tokensGiven() {
        return sentBeforeTokens.size();
    }

    /** How many packets had come by the time of each token. */
    List<Integer> sentBeforeTokens() {
        return List.copyOf(sentBeforeTokens);
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    List<String> sentIds() {
        return sent.stream().map(Sent::workflowId).toList();
    }

    /** What was not as it must be in requests. */
    List<String> objections() {
        return List.copyOf(objections);
    }

    private void giveToken(HttpExchange exchange) throws IOException {
        JsonNode question = JSON.readTree(exchange.getRequestBody());
        JsonNode request = question.path("request");
        if (tokenStatus != 200) {
            reply(exchange, tokenStatus, "out of order");
        } else if (!request.path("clientId").asString("").equals(CLIENT)
                || !request.path("secretKey").asString("").equals(SECRET)
                || !request.path("appId").asString("").equals("regproc")
                || !question.path("requesttime").asString("").endsWith("Z")) {
            reply(
                    exchange,
                    200,
                    "{\"errors\":[{\"errorCode\":\"KER-ATH-005\",\"message\":\"Invalid client credentials\"}]}");
        } else {
            sentBeforeTokens.add(sent.size());
            String token = token(sentBeforeTokens.size());
            tokens.add(token);
            exchange.getResponseHeaders().add("Set-Cookie", "Authorization=" + token + "; Path=/; HttpOnly; Secure");
            reply(exchange, 200, "{\"response\":{\"status\":\"Success\"},\"errors\":null}");
        }
    }

    private String token(int number) {
        long expiry = System.currentTimeMillis() / 1_000 + tokenLifeSeconds;
        String claims = "{\"jti\":\"" + number + "\",\"exp\":" + expiry + "}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".sig";
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode packet = JSON.readTree(exchange.getRequestBody());
        String cookie = exchange.getRequestHeaders().getFirst("Cookie");
        if (cookie == null || !cookie.startsWith("Authorization=") || !tokens.contains(cookie.substring(14))) {
            reply(
                    exchange,
                    401,
                    "{\"errors\":[{\"errorCode\":\"KER-ATH-401\",\"message\":\"Authentication Failed\"}]}");
            return;
        }
        check(exchange, packet);
        String id = packet.path("workflowInstanceId").asString("");
        int number = tries.computeIfAbsent(id, first -> new AtomicInteger()).incrementAndGet();
        Sent one = new Sent(id, System.nanoTime(), number, packet);
        sent.add(one);
        int status = answers.applyAsInt(one);
        if (status != HANGS) {
            reply(exchange, status, body);
        }
    }

    private void check(HttpExchange exchange, JsonNode packet) {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (!exchange.getRequestMethod().equals("POST") || !"application/json".equals(type)) {
            objections.add(exchange.getRequestMethod() + " of " + type);
        }
        if (!Set.copyOf(packet.propertyNames()).equals(FIELDS)) {
            objections.add("fields " + packet.propertyNames());
        }
        if (!packet.path("isValid").asBoolean(false)
                || packet.path("internalError").asBoolean(true)) {
            objections.add("isValid or internalError of " + packet);
        }
        if (!packet.path("lastHopTimestamp")
                .asString("")
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")) {
            objections.add("lastHopTimestamp of " + packet);
        }
        if (!packet.path("iteration").isInt()) {
            objections.add("iteration of " + packet);
        }
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
