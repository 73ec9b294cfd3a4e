package dev.rerun.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RegisterItem;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BrokenStoresTest {
    @ParameterizedTest
    @EnumSource
    void contractFindsTheBrokenPromise(BrokenStore broken) {
        BrokenStoreSubject.breaking = broken.breaking;
        ContractRun run = ContractRun.of(BrokenStoreSubject.class);
        assertThat(run.tests()).isGreaterThan(150);
        assertThat(run.broken()).contains(broken.promise).hasSizeLessThan(12);
    }

    @ParameterizedTest
    @EnumSource
    void contractFindsWhatIsBrokenInSteeringAndNothingElse(BrokenSteering broken) {
        BrokenStoreSubject.breaking = broken.breaking;
        assertThat(ContractRun.of(BrokenStoreSubject.class).broken()).containsExactly(broken.promise);
    }

    @ParameterizedTest
    @EnumSource
    void contractFindsWhatIsBrokenInRetriesAndNothingElse(BrokenRetries broken) {
        BrokenStoreSubject.breaking = broken.breaking;
        assertThat(ContractRun.of(BrokenStoreSubject.class).broken()).containsExactly(broken.promise);
    }

    @ParameterizedTest
    @EnumSource
    void contractFindsWhatIsBrokenInQueriesAndNothingElse(BrokenQueries broken) {
        BrokenStoreSubject.breaking = broken.breaking;
        assertThat(ContractRun.of(BrokenStoreSubject.class).broken()).containsExactly(broken.promise);
    }

    @Test
    void contractFindsAnArchiveThatDropsColumns() {
        assertThat(ContractRun.of(ForgetfulArchive.class).broken()).containsExactly("A2");
    }

    /** Run by the test above only. */
    static class ForgetfulArchive implements ArchiveContract {
        @Override
        public StoreUnderTest newStore() {
            InMemoryStore inner = new InMemoryStore();
            HostTables host = Proxies.of(HostTables.class, (method, args) -> {
                Object answer = Proxies.invoke(method, inner, args);
                if (!method.getName().equals("archived")) {
                    return answer;
                }
                return ((List<?>) Objects.requireNonNull(answer))
                        .stream()
                                .map(RegisterItem.class::cast)
                                .map(ForgetfulArchive::withoutDetail)
                                .toList();
            });
            return new StoreUnderTest(inner, host);
        }

        private static RegisterItem withoutDetail(RegisterItem item) {
            return new RegisterItem(
                    item.register(),
                    item.uniqueKey(),
                    item.orderingKey(),
                    item.time(),
                    item.amount(),
                    item.currency(),
                    item.units(),
                    item.refersTo(),
                    null,
                    item.uiCreated(),
                    item.entryId(),
                    item.contract(),
                    item.invoiceId(),
                    item.rerunId());
        }
    }
}
