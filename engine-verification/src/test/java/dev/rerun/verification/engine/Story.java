package dev.rerun.verification.engine;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.core.RerunEngines;
import java.util.List;
import org.slf4j.LoggerFactory;

/** What engines write into their log while a test listens. */
final class Story implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(RerunEngines.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    Story() {
        lines.start();
        logger.addAppender(lines);
    }

    /** What was said of a run, or of anything, in order. */
    List<String> of(String subject) {
        return List.copyOf(lines.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith(subject))
                .toList();
    }

    List<String> warnings() {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(lines);
    }
}
