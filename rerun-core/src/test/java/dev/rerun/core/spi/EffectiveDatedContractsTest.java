package dev.rerun.core.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EffectiveDatedContractsTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");
    private static final Instant MAY = Instant.parse("2026-05-01T00:00:00Z");
    private static final Contract V1 = Contract.of("fee", "v1", "logic");
    private static final Contract V2 = Contract.of("fee", "v2", "logic");

    private static ActivityEntry at(Instant performed) {
        return new ActivityEntry("app", "1", "key", performed, MAY.plusSeconds(86_400), "");
    }

    private static EffectiveDatedContracts.Builder fees() {
        return EffectiveDatedContracts.by(entry -> Optional.of("fee"));
    }

    @Test
    void newestVersionWinsTheSharedBoundary() {
        EffectiveDatedContracts open =
                fees().version(V1, JANUARY).version(V2, MARCH).build();
        EffectiveDatedContracts closed =
                fees().version(V1, JANUARY, MARCH).version(V2, MARCH).build();

        for (EffectiveDatedContracts prices : new EffectiveDatedContracts[] {open, closed}) {
            assertThat(prices.resolve(at(MARCH.minusNanos(1000)))).contains(V1);
            assertThat(prices.resolve(at(MARCH))).contains(V2);
        }
    }

    @Test
    void goesByWhenTheWorkWasPerformedNotByWhenItWasRecorded() {
        assertThat(fees().version(V1, JANUARY).version(V2, MAY).build().resolve(at(MARCH)))
                .contains(V1);
    }

    @Test
    void nothingIsInEffectBeforeTheFirstVersionAndInGaps() {
        EffectiveDatedContracts prices =
                fees().version(V1, JANUARY, MARCH).version(V2, MAY).build();

        assertThat(prices.resolve(at(JANUARY.minusNanos(1000)))).isEmpty();
        assertThat(prices.resolve(at(MARCH))).isEmpty();
        assertThat(prices.resolve(at(MAY))).contains(V2);
    }

    @Test
    void twoVersionsOfOneInstantAreRefused() {
        assertThatThrownBy(() -> fees().version(V1, MARCH).version(V2, MARCH).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("fee v1")
                .hasMessageContaining("fee v2")
                .hasMessageContaining("overlap");
    }

    @Test
    void aVersionThatEndsAfterTheNextStartsIsRefused() {
        assertThatThrownBy(() ->
                        fees().version(V1, JANUARY, MAY).version(V2, MARCH).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("overlap");
    }

    @Test
    void aVersionThatEndsBeforeItStartsIsRefused() {
        assertThatThrownBy(() -> fees().version(V1, MARCH, JANUARY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not after its start");
    }

    @Test
    void anEntryThatFallsUnderNoContractHasNone() {
        EffectiveDatedContracts prices = EffectiveDatedContracts.by(entry -> Optional.<String>empty())
                .version(V1, JANUARY)
                .build();

        assertThat(prices.resolve(at(MARCH))).isEmpty();
    }

    @Test
    void aContractWithoutVersionsIsAnErrorRatherThanNone() {
        EffectiveDatedContracts prices = EffectiveDatedContracts.by(entry -> Optional.of("fees"))
                .version(V1, JANUARY)
                .build();

        assertThatThrownBy(() -> prices.resolve(at(MARCH)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'fees'")
                .hasMessageContaining("[fee]");
    }
}
