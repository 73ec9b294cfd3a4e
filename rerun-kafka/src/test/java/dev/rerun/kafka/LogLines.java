package dev.rerun.kafka;

import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** The warnings of streams, from when this is made until it is closed. */
final class LogLines implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(KafkaStream.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
                warnings.add(event.getFormattedMessage());
            }
        }
    };

    LogLines() {
        appender.start();
        logger.addAppender(appender);
    }

    List<String> warnings() {
        return warnings;
    }

    /** Waits for so many warnings, and answers all that there are. */
    List<String> awaitWarnings(int count) {
        await().atMost(PATIENCE).until(() -> warnings.size() >= count);
        return warnings;
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
    }
}
