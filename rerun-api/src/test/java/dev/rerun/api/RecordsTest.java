package dev.rerun.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private static RegisterItem item(BigDecimal amount) {
        return new RegisterItem(
                "Fees", "1:fee", "key", NOON, amount, "EUR", BigDecimal.ONE, null, null, false, "1", null, null, null);
    }

    @Nested
    class AnEntry {
        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", "  "})
        void withoutOrderingKeyIsRefusedByName(String key) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ActivityEntry("app", "17", key, NOON, NOON, ""))
                    .withMessageContaining("ordering key of entry 17");
        }

        @Test
        void isCutToWholeMicroseconds() {
            ActivityEntry entry = new ActivityEntry("app", "17", "key", NOON.plusNanos(1999), NOON.plusNanos(999), "");

            assertThat(entry.occurredAt()).isEqualTo(NOON.plusNanos(1000));
            assertThat(entry.createdAt()).isEqualTo(NOON);
        }

        @ParameterizedTest
        @ValueSource(strings = {"-0001-12-31T00:00:00Z", "+10000-01-01T00:00:00Z"})
        void ofAYearThatDatabasesLackIsRefusedWithTheValue(Instant time) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ActivityEntry("app", "17", "key", time, NOON, ""))
                    .withMessageContaining(time.toString())
                    .withMessageContaining("years 1 to 9999");
        }
    }

    @Nested
    class AnItem {
        @Test
        void comparesAmountsByValueWithoutTrailingZeros() {
            assertThat(item(new BigDecimal("1.500"))).isEqualTo(item(new BigDecimal("1.5")));
            assertThat(item(new BigDecimal("1E+3")).amount()).isEqualTo(new BigDecimal("1000"));
            assertThat(item(new BigDecimal("0.000")).amount()).isEqualTo(BigDecimal.ZERO);
        }

        @Test
        @SuppressWarnings("NullAway") // hosts are not all null-checked
        void withoutAmountIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> item(null))
                    .withMessageContaining("amount of item 1:fee");
        }
    }

    @Nested
    class ARequest {
        @Test
        @SuppressWarnings("NullAway") // hosts are not all null-checked
        void withoutCutoffIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> RerunRequest.after(null))
                    .withMessageContaining("cutoff is missing");
        }

        @Test
        void whoseEndIsNotAfterTheCutoffIsRefusedWithBoth() {
            RerunRequest request = RerunRequest.after(NOON);

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.endingAt(NOON))
                    .withMessageContaining("cutoff " + NOON + " is not before until " + NOON);
        }

        @Test
        void keepsWhatWasSaidBefore() {
            RerunRequest request = RerunRequest.after(NOON)
                    .ofApp("app")
                    .endingAt(NOON.plusSeconds(1))
                    .onBehalfOf("ann")
                    .because("new prices")
                    .once("k1")
                    .withEntriesWithoutContract();

            assertThat(request)
                    .isEqualTo(new RerunRequest("app", NOON, NOON.plusSeconds(1), "ann", "new prices", "k1", true));
        }
    }

    @Nested
    class ADiagnostic {
        @ParameterizedTest
        @ValueSource(strings = {"", "Billed", "9lives", "two words", "tab\t"})
        void withAMalformedCodeIsRefused(String code) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Diagnostic.of(code))
                    .withMessageContaining("'" + code + "'");
        }
    }
}
