package dev.rerun.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokenLocksTest {
    @ParameterizedTest
    @EnumSource
    void contractFindsTheMissingLock(ParallelStore.Fault fault) {
        BrokenLockSubject.fault = fault;
        assertThat(ContractRun.of(BrokenLockSubject.class).broken()).containsExactly("S3");
    }
}
