package dev.rerun.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
            assertThat(item(BigDecimal.TEN.pow(150))).isEqualTo(item(new BigDecimal("1E+150")));
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
                    .withEntriesWithoutContract()
                    .with(RerunOptions.DEFAULT.limit(7));

            assertThat(request)
                    .isEqualTo(new RerunRequest(
                            "app",
                            NOON,
                            NOON.plusSeconds(1),
                            "ann",
                            "new prices",
                            "k1",
                            true,
                            null,
                            RerunOptions.DEFAULT.limit(7)));
        }
    }

    @Nested
    class Options {
        @Test
        void addUp() {
            RerunOptions options = RerunOptions.DEFAULT
                    .limit(1)
                    .firstThenOn(2)
                    .pauseBetweenEntries(Duration.ofMillis(3))
                    .entriesPerSecond(4)
                    .batchesAtOnce(5)
                    .holdingFailedKeys()
                    .pauseWhenFailing(0.6, 7);

            assertThat(options).isEqualTo(new RerunOptions(1L, 2L, true, Duration.ofMillis(3), 4, 5, true, 0.6, 7));
            assertThat(options.firstOnly(8).goOnIfAllSucceed()).isFalse();
        }

        @Test
        void thatMeanNothingAreRefusedWithTheValue() {
            RerunOptions none = RerunOptions.DEFAULT;
            assertThatIllegalArgumentException().isThrownBy(() -> none.limit(0)).withMessageContaining("limit 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.firstOnly(-1))
                    .withMessageContaining("firstOnly -1");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.pauseBetweenEntries(Duration.ofSeconds(-1)))
                    .withMessageContaining("PT-1S");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.pauseBetweenEntries(Duration.ofHours(25)))
                    .withMessageContaining("one day at most");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.entriesPerSecond(0))
                    .withMessageContaining("entriesPerSecond 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.batchesAtOnce(0))
                    .withMessageContaining("batchesAtOnce 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.pauseWhenFailing(Double.NaN, 1))
                    .withMessageContaining("NaN");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> none.pauseWhenFailing(0.5, 0))
                    .withMessageContaining("pauseNotBefore 0");
        }
    }

    @Nested
    class AReport {
        @ParameterizedTest
        @CsvSource({"20, 200, 10", "60, 600, 10", "7200, 600, 10", "7200, 0, 0"})
        void expectsTheEndAtTheRateOfTheLastMinute(long secondsSinceStart, long processed, double rate) {
            RerunReport report = running(RerunStatus.RUNNING, NOON.minusSeconds(secondsSinceStart), processed);

            assertThat(report.entriesPerSecond()).isEqualTo(rate);
            assertThat(report.remaining()).isEqualTo(700);
            assertThat(report.expectedEnd())
                    .isEqualTo(rate == 0 ? Optional.empty() : Optional.of(NOON.plusSeconds(70)));
        }

        @Test
        void ofARunThatStandsStillExpectsNoEnd() {
            assertThat(running(RerunStatus.PAUSED, NOON.minusSeconds(20), 200).expectedEnd())
                    .isEmpty();
            assertThat(running(RerunStatus.QUEUED, null, 0).entriesPerSecond()).isZero();
        }

        private static RerunReport running(RerunStatus status, @Nullable Instant startedAt, long processed) {
            return new RerunReport(
                    906866,
                    "app",
                    RerunRequest.after(NOON),
                    null,
                    status,
                    Duration.ofDays(45),
                    NOON,
                    NOON,
                    startedAt,
                    null,
                    1000,
                    200,
                    60,
                    40,
                    processed,
                    0,
                    Map.of(),
                    0,
                    0,
                    0,
                    0,
                    null,
                    NOON);
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
