package dev.rerun.verification.engine;

import static dev.rerun.verification.engine.EngineFixture.APP;
import static dev.rerun.verification.engine.EngineFixture.CUTOFF;
import static dev.rerun.verification.engine.EngineFixture.NOW;
import static dev.rerun.verification.engine.EngineFixture.day;
import static dev.rerun.verification.engine.EngineFixture.entry;
import static dev.rerun.verification.engine.EngineFixture.rate;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.LogicContext;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Logic that hangs on the thread of the host's transaction, in which it has written. */
@ParameterizedClass
@EnumSource(TestHost.class)
class HostTimeLimitTest {
    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final String SLOW = "9";
    private static final int ENTRIES = 12;

    @Parameter
    @SuppressWarnings("NullAway.Init") // set for each host
    TestHost kind;

    @SuppressWarnings("NullAway.Init") // before each test
    private TestHost.Open host;

    private final SteppedStream stream = new SteppedStream();
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void open() {
        host = kind.open();
        lines.start();
        logger().addAppender(lines);
    }

    @AfterEach
    void close() {
        logger().detachAppender(lines);
        host.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RerunEngines.class);
    }

    /** Counts and writes as the others do, and then, in a rerun, does something else for one entry. */
    private record SlowLogic(ContractLogic usual, Consumer<LogicContext> then) implements ContractLogic {
        @Override
        public String name() {
            return usual.name();
        }

        @Override
        public LogicResult apply(Contract contract, ActivityEntry entry, LogicContext context) {
            LogicResult result = usual.apply(contract, entry, context);
            if (entry.id().equals(SLOW) && context.rerunId().isPresent()) {
                then.accept(context);
            }
            return result;
        }
    }

    private Rerun run(RerunStore store, Consumer<LogicContext> then) {
        RerunEngine engine = RerunEngines.builder().app(APP).store(store).stream(stream)
                .contracts(rate("v1", "0.10"))
                .logic(new SlowLogic(new MeteredLogic(host.means(), Map.of()), then))
                .clock(new SettableClock(NOW))
                .lanes(1)
                .workers(1)
                .entryTimeLimit(LIMIT)
                .build();
        try (engine) {
            engine.process(IntStream.rangeClosed(1, ENTRIES)
                    .mapToObj(id -> entry(id, day(2)))
                    .toList());
            Rerun run = engine.start(CUTOFF);
            stream.workToTheEnd();
            assertThat(Thread.interrupted()).isFalse();
            return run;
        }
    }

    private List<String> vouchersOf(Rerun run) {
        return host.means().vouchers().stream()
                .filter(voucher -> voucher.startsWith(run.id() + "/"))
                .toList();
    }

    @Test
    void oneThatReactsToItsInterruptionFailsAlone() {
        Thread worker = Thread.currentThread();
        Rerun run = run(host.store(), context -> {
            assertThat(Thread.currentThread()).isSameAs(worker);
            sleep();
        });

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(run.report().done()).isEqualTo(ENTRIES - 1);
        assertThat(run.failures(null, 10))
                .singleElement()
                .satisfies(failed -> assertThat(failed.entryId()).isEqualTo(SLOW))
                .satisfies(failed -> assertThat(failed.error())
                        .startsWith("java.util.concurrent.TimeoutException: logic 'scripted' took longer than PT0.3S"));
        assertThat(host.store()
                        .transaction(tx -> tx.entries().outcomes(APP, SLOW))
                        .get(0)
                        .diagnostics())
                .singleElement()
                .satisfies(remark -> assertThat(remark.detail()).contains("HostTimeLimitTest.sleep"));
        assertThat(vouchersOf(run))
                .hasSize(ENTRIES - 1)
                .noneMatch(voucher -> voucher.startsWith(run.id() + "/" + SLOW));
    }

    private static void sleep() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("gave up", e);
        }
    }

    @Test
    void oneThatTakesNoNoticeIsSaidToBeStuckAndCountsWhenItReturns() {
        Rerun run = run(host.store(), context -> {
            while (stuck() == 0) {
                Thread.onSpinWait();
            }
        });

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(vouchersOf(run)).hasSize(ENTRIES);
        assertThat(stuck()).isEqualTo(1);
    }

    private long stuck() {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getFormattedMessage().contains("its lane is stuck")
                        && line.getMDCPropertyMap().containsKey("rerun_id"))
                .count();
    }

    @Test
    void noneIsInterruptedInAReadAndTheStoresTimeDoesNotCount() {
        InterposedStore slow = new InterposedStore(host.store());
        Rerun run = run(slow, context -> {
            slow.slowDown(LIMIT.multipliedBy(2));
            context.item("Fees", "none");
            slow.slowDown(Duration.ZERO);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
    }
}
