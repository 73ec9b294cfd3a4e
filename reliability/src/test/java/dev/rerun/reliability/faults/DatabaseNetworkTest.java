package dev.rerun.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.reliability.faults.Trials.Outcome;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.TcpProxy;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network between a host and its database fails at any moment of a start, of work, and of the other commands. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class DatabaseNetworkTest {
    private static final int USUAL = 18;
    private static final int AT_A_TIME = 6;
    private static final Duration LENGTH = Duration.ofMillis(700);
    private static final List<Job> JOBS = List.of(Job.START, Job.RESUME, Job.CANCEL, Job.RETRY, Job.PAUSE);

    private final Map<Job, Scene> scenes = new EnumMap<>(Job.class);
    private final Trials trials = new Trials(DatabaseNetworkTest.class);

    DatabaseNetworkTest() {
        JOBS.forEach(job -> scenes.put(job, new Scene(job)));
    }

    @Test
    void whateverTheNetworkDoesTheEndIsAsCalculated() throws Exception {
        String one = Trials.one();
        List<Moment> moments = one == null
                ? Moment.some(
                        Trials.count(USUAL),
                        trials.seed(),
                        JOBS,
                        List.of(NetworkFault.values()),
                        DatabaseNetworkTest::answers)
                : List.of(Moment.of(one));

        assertThat(trials.failures(
                        moments.stream()
                                .<Callable<Outcome>>map(moment -> () -> outcome(moment))
                                .toList(),
                        AT_A_TIME))
                .isEmpty();
    }

    /** Roughly; threads that come once a second have theirs too. */
    private static int answers(Job job) {
        return switch (job) {
            case START -> 200;
            case CANCEL -> 40;
            default -> 120;
        };
    }

    private Outcome outcome(Moment moment) {
        Scene scene = Objects.requireNonNull(scenes.get(moment.job()));
        AtomicBoolean reached = new AtomicBoolean();
        try (PostgresDatabase database = scene.open();
                TcpProxy proxy = database.proxy();
                RerunEngine engine = Host.engine(
                                database.sourceThrough(proxy, "socketTimeout=2"), scene.job.prices, new BerthFee())
                        .build()) {
            Sessions.endForgotten(database, Duration.ofSeconds(3));
            proxy.atAnswer(moment.answer(), () -> {
                reached.set(true);
                moment.fault().happen(proxy, LENGTH);
            });
            Operator.carryOut(moment.job(), engine, scene.run());
            List<String> differences =
                    Operator.untilItSucceeds(() -> Comparison.differences(database.source(), engine, scene, scene.job));
            return new Outcome(
                    moment.toString(),
                    reached.get(),
                    differences.isEmpty() ? null : String.join("\n    ", differences));
        } catch (RuntimeException | AssertionError e) {
            return new Outcome(moment.toString(), reached.get(), e.toString());
        }
    }
}
