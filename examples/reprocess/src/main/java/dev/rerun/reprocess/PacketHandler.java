package dev.rerun.reprocess;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Diagnostic;
import dev.rerun.core.spi.EntryHandler;
import dev.rerun.core.spi.Handling;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Sends a packet to the secure zone, and says how it went; whether and when it is tried again is the engine's part. */
final class PacketHandler implements EntryHandler {
    private final HttpPost http;
    private final ClientToken token;
    private final URI uri;
    private final PacketLog log;
    private final Clock clock;

    PacketHandler(HttpPost http, ClientToken token, URI uri, PacketLog log, Clock clock) {
        this.http = http;
        this.token = token;
        this.uri = uri;
        this.log = log;
        this.clock = clock;
    }

    @Override
    public Handling handle(ActivityEntry packet, Attempt attempt) throws InterruptedException {
        Instant begin = clock.instant();
        long nanos = System.nanoTime();
        Handling handling;
        String result;
        try {
            HttpAnswer answer = send(PacketBody.of(packet, begin));
            result = answer.inWords();
            handling = judged(answer);
        } catch (IOException e) {
            result = Failure.inWords(e);
            handling = Handling.retryLater(result);
        } catch (RefusedException e) {
            result = Failure.inWords(e);
            handling = Handling.failed(result);
        }
        log.tried(begin, packet, attempt, result, Duration.ofNanos(System.nanoTime() - nanos));
        return handling;
    }

    /** With another token if the server does not like the one that there is. */
    private HttpAnswer send(String body) throws IOException, InterruptedException {
        String first = token.value();
        HttpAnswer answer = http.post(uri, cookie(first), body);
        if (!answer.tokenRefused()) {
            return answer;
        }
        token.refused(first);
        return http.post(uri, cookie(token.value()), body);
    }

    private static String cookie(String value) {
        return "Authorization=" + value;
    }

    private static Handling judged(HttpAnswer answer) {
        if (answer.mayPass()) {
            return Handling.retryLater(answer.inWords());
        }
        return answer.ok() && !answer.hasErrors()
                ? Handling.succeeded(new Diagnostic("sent", answer.inWords()))
                : Handling.failed(answer.inWords());
    }
}
