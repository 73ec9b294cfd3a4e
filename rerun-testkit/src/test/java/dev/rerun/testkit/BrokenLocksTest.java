package dev.rerun.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class BrokenLocksTest {
    private static final String OF_STEERING = "(COMMAND|TURN)_.*";

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_NONE, names = OF_STEERING)
    void contractFindsTheMissingLock(ParallelStore.Fault fault) {
        BrokenLockSubject.fault = fault;
        assertThat(ContractRun.of(BrokenLockSubject.OfRuns.class).broken()).containsExactly("S3");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.MATCH_ALL, names = OF_STEERING)
    void contractFindsTheWrongLockOfASteeredRun(ParallelStore.Fault fault) {
        BrokenLockSubject.fault = fault;
        assertThat(ContractRun.of(BrokenLockSubject.OfCommands.class).broken()).containsExactly("S3");
    }
}
