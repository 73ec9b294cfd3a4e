package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** One listener that does not come back: when that is said, and how its engine's end waits for it. */
class HearerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Logger logger = (Logger) LoggerFactory.getLogger(RerunEngines.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private volatile boolean daemon;

    private final Hearer hearer = new Hearer(
            new RerunListener() {
                @Override
                public void onStatus(RerunReport report) {
                    daemon = Thread.currentThread().isDaemon();
                    inside.countDown();
                    await(released);
                }
            },
            "rerun-listener-1");

    @BeforeEach
    void hangInACall() {
        lines.start();
        logger.addAppender(lines);
        hearer.open();
        hearer.tell(new News.State(Sighted.run(1, RerunStatus.RUNNING, 1)));
        await(inside);
    }

    @AfterEach
    void leave() {
        released.countDown();
        logger.detachAppender(lines);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long in(Duration time) {
        return System.nanoTime() + time.toNanos();
    }

    @Test
    void isReportedOnceItHasTakenTooLongAndNotBefore() {
        hearer.check(Duration.ofHours(1));
        assertThat(lines.list).isEmpty();

        hearer.check(Duration.ZERO);
        hearer.check(Duration.ZERO);

        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .contains("has not come back for PT0S");
        assertThat(lines.list.get(0).getMDCPropertyMap()).containsEntry("rerun_id", "1");
    }

    @Test
    void keepsNoProcessAlive() {
        assertThat(daemon).isTrue();
    }

    @Test
    void isWaitedForUntilItHasHeardAll() {
        hearer.tell(new News.State(Sighted.run(2, RerunStatus.RUNNING, 1)));
        hearer.end();
        released.countDown();

        assertThat(hearer.awaitEnd(in(LONG))).isZero();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isWaitedForAlsoByWhoIsInterrupted() {
        hearer.end();
        Thread waiting = Thread.currentThread();
        Thread releasing = new Thread(() -> {
            Awaitility.await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
            released.countDown();
        });
        waiting.interrupt();
        releasing.start();

        assertThat(hearer.awaitEnd(in(LONG))).isZero();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void isGivenUpWithWhatItHasNotHeard() {
        hearer.tell(new News.State(Sighted.run(2, RerunStatus.RUNNING, 1)));
        hearer.end();

        assertThat(hearer.awaitEnd(System.nanoTime())).isEqualTo(2);
    }
}
