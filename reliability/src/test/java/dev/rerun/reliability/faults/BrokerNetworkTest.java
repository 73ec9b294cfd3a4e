package dev.rerun.reliability.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunEngine;
import dev.rerun.reliability.faults.Trials.Outcome;
import dev.rerun.reliability.harbour.BerthFee;
import dev.rerun.reliability.harbour.Comparison;
import dev.rerun.reliability.harbour.Host;
import dev.rerun.reliability.harbour.Job;
import dev.rerun.reliability.harbour.Scene;
import dev.rerun.servers.KafkaCluster;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.TcpProxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The network between a host and its broker fails at any moment of a start, of work, and of a retry. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
class BrokerNetworkTest {
    private static final int USUAL = 7;
    private static final Duration LENGTH = Duration.ofMillis(1500);
    private static final List<Job> JOBS = List.of(Job.START, Job.RETRY);

    /** Roughly; before the first entry is calculated come most of them. */
    private static final int ANSWERS = 60;

    private final Trials trials = new Trials(BrokerNetworkTest.class);

    @Test
    void whateverTheNetworkDoesTheEndIsAsCalculated() throws Exception {
        String one = Trials.one();
        List<Moment> moments = one == null
                ? Moment.some(Trials.count(USUAL), trials.seed(), JOBS, List.of(NetworkFault.values()), job -> ANSWERS)
                : List.of(Moment.of(one));

        // One after another, since they have the broker and its proxy in common.
        assertThat(trials.failures(
                        moments.stream()
                                .<Callable<Outcome>>map(moment -> () -> outcome(moment))
                                .toList(),
                        1))
                .isEmpty();
    }

    private static Outcome outcome(Moment moment) {
        KafkaCluster brokers = Brokers.shared();
        TcpProxy proxy = brokers.proxy(0);
        Scene scene = new Scene(moment.job());
        AtomicBoolean reached = new AtomicBoolean();
        try (PostgresDatabase database = scene.open();
                RerunEngine engine = Host.engine(database.source(), scene.job.prices, new BerthFee()).stream(
                                Brokers.stream(brokers.bootstrap(), brokers.newTopicName())
                                        .build())
                        .stalledAfter(Duration.ofSeconds(1))
                        .build()) {
            proxy.atAnswer(moment.answer(), () -> {
                reached.set(true);
                moment.fault().happen(proxy, LENGTH);
            });
            Operator.carryOut(scene.job, engine, scene.run());
            List<String> differences = Comparison.differences(database.source(), engine, scene, scene.job);
            return new Outcome(
                    moment.toString(),
                    reached.get(),
                    differences.isEmpty() ? null : String.join("\n    ", differences));
        } catch (RuntimeException | AssertionError e) {
            return new Outcome(moment.toString(), reached.get(), e.toString());
        } finally {
            proxy.cut();
            proxy.restore();
        }
    }
}
