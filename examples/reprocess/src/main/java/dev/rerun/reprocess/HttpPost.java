package dev.rerun.reprocess;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Posts JSON, once: whether it is worth another try is for others to say. */
final class HttpPost {
    private final HttpClient client;
    private final Duration timeout;

    HttpPost(ServerSettings settings) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.connectTimeout());
        client = settings.tlsVerify()
                ? builder.build()
                : builder.sslContext(TrustEverybody.context()).build();
        timeout = settings.requestTimeout();
    }

    /**
     * Posts a body and waits for all of the answer.
     *
     * @param cookie the value of the header Cookie, or null for none
     * @throws IOException if the server cannot be reached, or does not answer in time
     */
    HttpAnswer post(URI uri, @Nullable String cookie, String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        CompletableFuture<HttpResponse<String>> sent =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            // A time-out of the request itself would end with the headers, and a body can hang too.
            HttpResponse<String> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new HttpAnswer(response.statusCode(), response.headers(), response.body());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException("no answer within " + timeout);
        } catch (ExecutionException e) {
            throw new IOException(inWords(e.getCause()), e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private static String inWords(@Nullable Throwable cause) {
        if (cause == null) {
            return "no connection";
        }
        String message = cause.getMessage();
        return message == null ? "no connection (" + cause.getClass().getSimpleName() + ")" : message;
    }
}
