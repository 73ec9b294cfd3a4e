package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.core.RerunEngines;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** The log lines that users search for. */
@ParameterizedClass
@EnumSource(TestStore.class)
class RunLogTest extends EngineFixture {
    @Test
    void tellsTheStoryOfARunUnderItsId() {
        engine.process(List.of(entry(1, day(1)), entry(2, day(2)), entry(3, day(3))));
        Logger logger = (Logger) LoggerFactory.getLogger(RerunEngines.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        long id;
        try {
            id = rerun().id();
            engine.close();
        } finally {
            logger.detachAppender(lines);
        }

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains(
                        "Rerun " + id + ", Rerun started",
                        "Rerun " + id + ", Register items batch deleted. batch_count: 2, total_count: 2",
                        "Rerun " + id + ", Rerun running",
                        "Rerun " + id + ", Rerun completed. done: 2, items_created: 2, items_retained: 0")
                .anyMatch(line -> line.startsWith("Rerun " + id + ", Activities batch queued. count="));
        assertThat(lines.list).allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                .containsEntry("rerun_id", Long.toString(id))
                .containsEntry("rerun_app", APP));
    }
}
