package dev.rerun.reliability.crash;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/**
 * The requests of Kafka's clients as steps: before each is sent, and when its answer is here and nobody has seen it. The clients'
 * own log tells. What they ask to know their way, or by the clock, is left out: it changes nothing, and comes at other places
 * each time.
 */
final class RequestSteps extends AppenderBase<ILoggingEvent> {
    private static final Pattern REQUEST = Pattern.compile(
            "\\[(Producer|Consumer|AdminClient) [^]]*] (Sending|Received) ([A-Z_]+) re(?:quest|sponse) .*",
            Pattern.DOTALL);
    private static final Set<String> IN_PASSING = Set.of(
            "API_VERSIONS",
            "METADATA",
            "DESCRIBE_CLUSTER",
            "FIND_COORDINATOR",
            "INIT_PRODUCER_ID",
            "FETCH",
            "HEARTBEAT");

    private final Steps steps;
    private final Consumer<String> heard;

    private RequestSteps(Steps steps, Consumer<String> heard) {
        this.steps = steps;
        this.heard = heard;
    }

    /** From now on requests of this process are steps; each is told when it was taken. */
    static void take(Steps steps, Consumer<String> heard) {
        Logger clients = (Logger) LoggerFactory.getLogger("org.apache.kafka.clients.NetworkClient");
        RequestSteps requests = new RequestSteps(steps, heard);
        requests.start();
        clients.addAppender(requests);
        clients.setAdditive(false);
        clients.setLevel(Level.DEBUG);
    }

    @Override
    protected void append(ILoggingEvent event) {
        Matcher request = REQUEST.matcher(event.getFormattedMessage());
        if (request.matches() && !IN_PASSING.contains(request.group(3))) {
            String step = (request.group(2).equals("Sending") ? "before " : "after ") + request.group(1) + " "
                    + request.group(3);
            steps.take(step);
            heard.accept(step);
        }
    }
}
