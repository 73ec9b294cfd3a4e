package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.quickstart.NaiveScenario.Row;
import dev.rerun.quickstart.NaiveScenario.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The bundled sample: made by its generator, and such that every rule of the scenario has an effect on it. */
class SampleTest {
    static final String BEFORE = "f9d4057ce33b7cf4b21f198c465a0fd188987d74f061cae0461076b6ca157775";
    static final String AFTER = "904d1e2333867cc642a49d0d6d3fa6c17d51f4baf6c488051f91b374f614e999";

    @Test
    void isWhatTheGeneratorMakes() throws Exception {
        try (InputStream bundled =
                Objects.requireNonNull(SampleTest.class.getResourceAsStream("sample.csv"), "sample.csv")) {
            assertThat(new String(bundled.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(SampleGenerator.generate());
        }
    }

    @Test
    void hasItsKnownAnswer() throws Exception {
        NaiveScenario naive = naive(Settings.defaults());

        assertThat(NaiveScenario.sha256(naive.before)).isEqualTo(BEFORE);
        assertThat(NaiveScenario.sha256(naive.after)).isEqualTo(AFTER);
    }

    @Test
    void givesEveryOutcomeAndEveryReasonToKeep() throws Exception {
        NaiveScenario naive = naive(Settings.defaults());

        assertThat(rows()).hasSizeGreaterThan(2_000);
        assertThat(naive.firstCounts).containsOnlyKeys("billed", "voided", "unmatched", "not-billable", "no-contract");
        assertThat(naive.keptCounts).containsOnlyKeys("outside-window", "ui-created", "invoiced", "past-retention");
        assertThat(naive.rerunCounts).containsOnlyKeys("billed", "retained", "voided", "unmatched", "not-billable");
        assertThat(naive.deleted).isPositive();
    }

    @Test
    void keepsAnEditThatWasInvoicedAndLosesOneThatWasNot() throws Exception {
        NaiveScenario naive = naive(Settings.defaults());

        assertThat(naive.before)
                .contains("1000:commission|99.99|240|", "2000:commission|99.99|240|", "3000:commission|99.99|240|");
        assertThat(naive.after)
                .contains("1000:commission|99.99|240|", "2000:commission|99.99|240|")
                .doesNotContain("3000:commission|99.99|240|", "3000:commission|99.99|240|R");
    }

    @Test
    void voidsKeptSalesFromTheirEditedAmounts() throws Exception {
        NaiveScenario naive = naive(Settings.defaults());

        assertThat(naive.before).noneMatch(line -> line.contains(":void|-99.99|"));
        assertThat(naive.after)
                .filteredOn(line -> line.endsWith(":void|-99.99|240|R"))
                .hasSize(2);
    }

    @Test
    void passesTheThresholdsOfTheOldAndTheNewTiers() throws Exception {
        NaiveScenario naive = naive(Settings.defaults());

        assertThat(naive.before).anyMatch(line -> picked(line, "0.06", ""));
        assertThat(naive.after).anyMatch(line -> picked(line, "0.05", "R")).noneMatch(line -> picked(line, "0.05", ""));
    }

    /** In each row one setting differs from the scenario's own. */
    @ParameterizedTest
    @CsvSource({
        "75, 45,  0,  0,  7, 100, 1000",
        " 0, 44,  0,  0,  7, 100, 1000",
        " 0, 45, 35,  0,  7, 100, 1000",
        " 0, 45,  0, 15,  7, 100, 1000",
        " 0, 45,  0,  0, 11, 100, 1000",
        " 0, 45,  0,  0,  7, 200, 1000",
        " 0, 45,  0,  0,  7, 100,  999",
    })
    void answersOtherwiseForAnotherSetting(
            int cutoffLater,
            int retentionDays,
            int ukPricesLater,
            int exportPricesLater,
            int invoicedModulus,
            int uiModulus,
            int editModulus)
            throws Exception {
        Settings own = Settings.defaults();
        Settings other = new Settings(
                own.now(),
                retentionDays,
                own.cutoff().plus(Duration.ofDays(cutoffLater)),
                own.until(),
                own.ukV2From().plus(Duration.ofDays(ukPricesLater)),
                own.exportV2From().plus(Duration.ofDays(exportPricesLater)),
                invoicedModulus,
                own.invoicedBefore(),
                uiModulus,
                own.uiAt(),
                editModulus);

        assertThat(NaiveScenario.sha256(naive(other).after)).isNotEqualTo(AFTER);
    }

    private static boolean picked(String line, String fee, String madeByRerun) {
        List<String> fields = List.of(line.split("\\|", -1));
        BigDecimal whole = new BigDecimal(fields.get(2)).multiply(new BigDecimal(fee));
        return fields.get(0).endsWith(":pick")
                && new BigDecimal(fields.get(1)).compareTo(whole) == 0
                && fields.get(3).equals(madeByRerun);
    }

    private static NaiveScenario naive(Settings settings) throws Exception {
        return new NaiveScenario(settings, rows()).run();
    }

    static List<Row> rows() {
        try {
            return NaiveRows.read(new StringReader(SampleGenerator.generate()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
