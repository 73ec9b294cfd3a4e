package dev.rerun.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.testkit.QueueStream.Fault;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BrokenStreamsTest {
    private static final Map<Fault, String> PROMISES = new EnumMap<>(Map.ofEntries(
            Map.entry(Fault.LOSES_EVERY_SEVENTH_BLOCK, "T1"),
            Map.entry(Fault.FORGETS_WHAT_CAME_BEFORE_SUBSCRIBE, "T1"),
            Map.entry(Fault.TAKES_MORE_FOR_DONE, "T1"),
            Map.entry(Fault.NEVER_ACKNOWLEDGES_DROPS, "T1"),
            Map.entry(Fault.GIVES_UP_ON_WAIT, "T2"),
            Map.entry(Fault.WAITS_AT_THE_HEAD_OF_THE_QUEUE, "T2"),
            Map.entry(Fault.DIES_OF_EXCEPTIONS, "T3"),
            Map.entry(Fault.DIES_OF_ERRORS, "T3"),
            Map.entry(Fault.LOSES_THE_BLOCK_OF_AN_EXCEPTION, "T3"),
            Map.entry(Fault.GOES_ON_AFTER_CLOSE, "T4"),
            Map.entry(Fault.DOES_NOT_WAIT_ON_CLOSE, "T4"),
            Map.entry(Fault.LEAVES_A_THREAD, "T4"),
            Map.entry(Fault.STARTS_ONE_WORKER_TOO_MANY, "T5"),
            Map.entry(Fault.STARTS_ONE_WORKER_ONLY, "T5"),
            Map.entry(Fault.WAITS_FOR_BUSY_LANES, "T2"),
            Map.entry(Fault.GIVES_UP_ON_BUSY, "T2"),
            Map.entry(Fault.SHARES_NOTHING, "T6"),
            Map.entry(Fault.TAKES_ITS_BLOCKS_ALONG, "T6")));

    @TestFactory
    Stream<DynamicTest> contractFindsTheBrokenPromise() {
        return PROMISES.entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getValue() + " " + entry.getKey(), () -> {
                    BrokenStreamSubject.fault = entry.getKey();
                    ContractRun run = ContractRun.of(BrokenStreamSubject.class, entry.getValue());
                    assertThat(run.broken()).containsExactly(entry.getValue());
                }));
    }

    @Test
    void everyFaultHasItsPromise() {
        assertThat(PROMISES).containsOnlyKeys(Fault.values());
    }
}
