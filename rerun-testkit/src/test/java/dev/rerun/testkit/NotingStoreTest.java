package dev.rerun.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotingStoreTest {
    @ParameterizedTest
    @EnumSource
    void contractFindsTheBrokenPromiseAndNoOther(NotingStore.Fault fault) {
        Subject.fault = fault;
        ContractRun run = ContractRun.of(Subject.class);
        assertThat(run.tests()).isEqualTo(5);
        if (fault == NotingStore.Fault.NONE) {
            assertThat(run.broken()).isEmpty();
        } else {
            assertThat(run.broken()).contains(fault.promise).hasSizeLessThan(3);
        }
    }

    /** Run by the test above only. */
    static class Subject implements LogicWritesContract {
        static volatile NotingStore.Fault fault = NotingStore.Fault.NONE;

        private NotingStore store = new NotingStore(new InMemoryStore(), fault);

        @Override
        public StoreUnderTest newStore() {
            InMemoryStore inner = new InMemoryStore();
            store = new NotingStore(inner, fault);
            return new StoreUnderTest(store, inner);
        }

        @Override
        public LogicMeans means() {
            return store;
        }
    }
}
