package dev.rerun.core;

import static dev.rerun.core.Sighted.run;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Listeners that do what they should not. */
class AudienceTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Logger logger = (Logger) LoggerFactory.getLogger(RerunEngines.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<Long> heard = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void listenToTheLog() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leaveTheLog() {
        logger.detachAppender(lines);
    }

    private static RerunListener on(Consumer<RerunReport> work) {
        return new RerunListener() {
            @Override
            public void onStatus(RerunReport report) {
                work.accept(report);
            }
        };
    }

    private RerunListener good() {
        return on(report -> heard.add(report.id()));
    }

    private static Audience open(Duration hanging, Duration closing, RerunListener... listeners) {
        Audience audience = new Audience(List.of(listeners), hanging, closing);
        audience.open();
        return audience;
    }

    private static News state(long id) {
        return new News.State(run(id, RerunStatus.RUNNING, 1));
    }

    private List<String> warnings() {
        List<ILoggingEvent> copy = new ArrayList<>(lines.list);
        return copy.stream()
                .filter(line -> line.getLevel() == Level.WARN)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Test
    void oneThatThrowsIsReportedOnceUntilItSucceeds() {
        RerunListener broken = on(report -> {
            switch ((int) report.id()) {
                case 1 -> throw new IllegalStateException("broken listener");
                case 2 -> throw new AssertionError("broken listener");
                case 3, 6 -> throw new StackOverflowError();
                case 4 -> AudienceTest.<RuntimeException>sneak(new Exception("broken listener"));
                default -> heard.add(-report.id());
            }
        });
        Audience audience = open(LONG, LONG, broken, good());
        for (long id = 1; id <= 6; id++) {
            audience.tell(state(id));
        }
        audience.close();

        assertThat(heard).contains(1L, 2L, 3L, 4L, 5L, 6L, -5L).hasSize(7);
        assertThat(warnings())
                .hasSize(2)
                .allMatch(line -> line.contains(broken.getClass().getName()))
                .anyMatch(line -> line.startsWith("Rerun 1, "))
                .anyMatch(line -> line.startsWith("Rerun 6, "));
        assertThat(lines.list)
                .allSatisfy(line -> assertThat(line.getMDCPropertyMap()).containsEntry("rerun_app", "billing"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable error) throws E {
        throw (E) error;
    }

    @Test
    void oneThatHangsIsReportedOnceForEachCallAndHoldsUpNobody() {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        RerunListener hanging = on(report -> await(report.id() == 1 ? first : second));
        Audience audience = open(SHORT, LONG, hanging, good());

        audience.tell(state(1));
        audience.tell(state(2));
        Awaitility.await()
                .atMost(LONG)
                .until(() -> heard.size() == 2 && warnings().size() == 1);
        assertThat(warnings().get(0))
                .startsWith("Rerun 1, ")
                .contains(hanging.getClass().getName(), SHORT.toString());
        // Several checks later there is still one.
        Awaitility.await().during(SHORT.multipliedBy(4)).until(() -> warnings().size() == 1);
        first.countDown();
        Awaitility.await().atMost(LONG).until(() -> warnings().size() == 2);
        second.countDown();
        audience.close();

        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(1)).startsWith("Rerun 2, ");
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONG.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void oneThatIsTooSlowLosesTheOldestAndThatIsSaidOnce() {
        CountDownLatch released = new CountDownLatch(1);
        Audience audience = open(LONG, LONG, on(report -> {
            await(released);
            heard.add(report.id());
        }));

        int told = Hearer.MOST_WAITING + 100;
        for (long id = 1; id <= told; id++) {
            audience.tell(state(id));
        }
        released.countDown();
        audience.close();

        assertThat(heard).hasSizeBetween(Hearer.MOST_WAITING, Hearer.MOST_WAITING + 1);
        assertThat(heard.get(heard.size() - 1)).isEqualTo(told);
        assertThat(warnings()).singleElement().asString().contains("too slow");
    }

    @Test
    void closingGivesUpAfterAWhileAndSaysSoOnce() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        RerunListener hanging = on(report -> {
            threads.add(Thread.currentThread());
            await(never);
        });
        Audience audience = open(LONG, SHORT, hanging, hanging, good());
        audience.tell(state(1));
        audience.tell(state(2));

        audience.close();

        assertThat(heard).containsExactly(1L, 2L);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(threads).hasSize(2);
        assertThat(warnings()).singleElement().asString().contains("closed", ": 2", ": 2");
    }

    @Test
    void oneThatClosesItsEngineWaitsForItselfInVain() {
        List<Audience> own = new ArrayList<>();
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        own.add(open(LONG, LONG, on(report -> {
            await(told);
            own.get(0).close();
            heard.add(report.id());
            if (report.id() == 2) {
                closed.countDown();
            }
        })));
        own.get(0).tell(state(1));
        own.get(0).tell(state(2));
        told.countDown();

        await(closed);

        assertThat(heard).containsExactly(1L, 2L);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void whatEndsTheProcessEndsTheThreadAndNotTheListening() {
        List<String> threads = Collections.synchronizedList(new ArrayList<>());
        Audience audience = open(LONG, LONG, on(report -> {
            threads.add(Thread.currentThread().getName());
            if (report.id() == 1) {
                Thread.currentThread().setUncaughtExceptionHandler((thread, error) -> {});
                throw new InternalError("of the virtual machine");
            }
            heard.add(report.id());
        }));
        audience.tell(state(1));
        audience.tell(state(2));
        Awaitility.await().atMost(LONG).until(() -> heard.size() == 1);
        audience.close();

        assertThat(threads).containsExactly("rerun-listener-1", "rerun-listener-1");
        assertThat(warnings()).isEmpty();
    }

    @Test
    void callsAreUnderTheRunsId() {
        List<String> marks = Collections.synchronizedList(new ArrayList<>());
        Audience audience = open(LONG, LONG, on(report -> marks.add(MDC.get("rerun_id") + MDC.get("rerun_app"))));
        audience.tell(state(906866));
        audience.close();

        assertThat(marks).containsExactly("906866billing");
    }
}
