package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.EntryCondition;
import dev.rerun.api.EntryQuery;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.EntryHandler;
import dev.rerun.core.spi.Handling;
import dev.rerun.servers.KafkaCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Work without a register that goes through Kafka, with two engines of two workers each. */
class WorkTest {
    private static final int ENTRIES = 60;
    private static final int KEYS = 7;

    private final Topics topics = Topics.on(KafkaCluster.shared());
    private final Map<String, List<Integer>> handled = new ConcurrentHashMap<>();
    private final List<String> tries = Collections.synchronizedList(new ArrayList<>());

    @RegisterExtension
    private final House house = new House();

    @SuppressWarnings("NullAway.Init") // before each test
    private RerunEngine engine;

    @BeforeEach
    void fourWorkers() {
        house.bill(House.APP, ENTRIES, KEYS);
        engine = worker();
        worker();
    }

    private RerunEngine worker() {
        RerunEngine worker = house.open(RerunEngines.builder().app(House.APP).store(house.store()).stream(
                        topics.stream().build())
                .handler(this::handle)
                .workers(2));
        return worker;
    }

    private Handling handle(ActivityEntry entry, EntryHandler.Attempt attempt) {
        tries.add(entry.id());
        if (entry.id().equals("17") && attempt.number() == 1) {
            return Handling.retryLater("not yet");
        }
        handled.computeIfAbsent(entry.orderingKey(), key -> Collections.synchronizedList(new ArrayList<>()))
                .add(Integer.valueOf(entry.id()));
        return entry.id().equals("23") ? Handling.failed("never") : Handling.succeeded();
    }

    private static List<String> ids(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
    }

    @Test
    void everyEntryIsHandedOutOnceAndInItsKeysOrder() {
        RerunReport report = engine.start(RerunRequest.where(EntryQuery.all())).await(House.LONG);
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(report.done()).isEqualTo(ENTRIES - 1);
        assertThat(report.failed()).isEqualTo(1);
        List<String> expected = new ArrayList<>(ids(1, ENTRIES));
        expected.add("17");
        assertThat(tries).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(handled).hasSize(KEYS);
        handled.values().forEach(ofKey -> assertThat(ofKey).isSorted());
    }

    @Test
    void twoRunsAtOnceShareNothingAndKeepToTheirLimits() {
        Rerun first = engine.start(RerunRequest.where(EntryQuery.all()).with(RerunOptions.DEFAULT.limit(25)));
        Rerun second = engine.start(RerunRequest.where(EntryQuery.where(
                        EntryCondition.notProcessedSince(first.report().createdAt())))
                .with(RerunOptions.DEFAULT.limit(20)));
        assertThat(first.await(House.LONG).total()).isEqualTo(25);
        assertThat(second.await(House.LONG).total()).isEqualTo(20);
        List<String> expected = new ArrayList<>(ids(1, 45));
        expected.add("17");
        assertThat(tries).containsExactlyInAnyOrderElementsOf(expected);
    }
}
