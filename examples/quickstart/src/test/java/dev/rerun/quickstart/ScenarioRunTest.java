package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.KeptReason;
import dev.rerun.core.InProcessStream;
import dev.rerun.quickstart.NaiveScenario.Row;
import dev.rerun.quickstart.NaiveScenario.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scenario on the engine gives the answer of the naive calculation, whatever the parameters. */
class ScenarioRunTest {
    private static final int RANDOM_SCENARIOS = 24;
    private static final long SEED = 906_866;
    private static final long MINUTES_FROM_JUNE_TO_DECEMBER = 200L * 24 * 60;
    private static final Instant FIRST_OF_JUNE = Instant.parse("2011-06-01T00:00:00Z");

    private static final List<Row> SAMPLE = SampleTest.rows();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private record Chosen(Settings settings, int workers) {}

    static Stream<Chosen> scenarios() {
        Random random = new Random(SEED);
        return Stream.concat(
                Stream.of(new Chosen(Settings.defaults(), 2)),
                Stream.generate(() -> choose(random)).limit(RANDOM_SCENARIOS));
    }

    private static Chosen choose(Random random) {
        Instant one = anInstant(random);
        Instant other = anInstant(random);
        boolean ends = random.nextInt(3) == 0 && !one.equals(other);
        Instant cutoff = ends && other.isBefore(one) ? other : one;
        Instant until = ends ? (other.isBefore(one) ? one : other) : null;
        Instant now = random.nextBoolean()
                ? Instant.parse("2011-12-10T00:00:00Z")
                : cutoff.plus(Duration.ofDays(random.nextInt(120)));
        return new Chosen(
                new Settings(
                        now,
                        1 + random.nextInt(random.nextBoolean() ? 60 : 400),
                        cutoff,
                        until,
                        anInstant(random),
                        anInstant(random),
                        1 + random.nextInt(9),
                        anInstant(random),
                        1 + random.nextInt(120),
                        anInstant(random),
                        1 + random.nextInt(300)),
                1 + random.nextInt(4));
    }

    /** Often exactly that of a line, or a whole day: the instants at which rules begin and end. */
    private static Instant anInstant(Random random) {
        Instant minute = FIRST_OF_JUNE.plus(Duration.ofMinutes(random.nextLong(MINUTES_FROM_JUNE_TO_DECEMBER)));
        return switch (random.nextInt(3)) {
            case 0 -> minute;
            case 1 -> minute.truncatedTo(ChronoUnit.DAYS);
            default -> SAMPLE.get(random.nextInt(SAMPLE.size())).time();
        };
    }

    @Test
    void mostScenariosCalculateSomethingAgain() {
        assertThat(scenarios()
                        .map(chosen -> new NaiveScenario(chosen.settings(), SAMPLE).run())
                        .filter(naive -> naive.deleted > 0))
                .hasSizeGreaterThan(RANDOM_SCENARIOS / 2);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void givesTheAnswerOfTheNaiveCalculation(Chosen chosen) throws Exception {
        Settings settings = chosen.settings();
        NaiveScenario naive = new NaiveScenario(settings, SAMPLE).run();
        Scenario scenario = new Scenario(
                settings.cutoff(),
                settings.until(),
                settings.now(),
                Duration.ofDays(settings.retentionDays()),
                settings.ukV2From(),
                settings.exportV2From(),
                settings.invoicedModulus(),
                settings.invoicedBefore(),
                settings.uiModulus(),
                settings.uiAt(),
                settings.editModulus(),
                chosen.workers());
        Path before = directory.resolve("before");
        Path after = directory.resolve("after");

        Account account;
        try (MemoryDatabase database = new MemoryDatabase(scenario.workers())) {
            account = new ScenarioRun(database.dataSource(), new InProcessStream(), scenario, Progress.Display.NONE)
                    .run(InvoiceFile.bundledSample(), before, after);
        }

        assertThat(Files.readAllLines(before))
                .as("before the rerun, %s", chosen)
                .isEqualTo(naive.before);
        assertThat(Files.readAllLines(after)).as("after the rerun, %s", chosen).isEqualTo(naive.after);
        assertThat(account.digestBefore()).isEqualTo(NaiveScenario.sha256(naive.before));
        assertThat(account.digestAfter()).isEqualTo(NaiveScenario.sha256(naive.after));
        assertCounts(account, naive);
        assertThat(Total.of(account.before()).amount()).isEqualByComparingTo(NaiveScenario.total(naive.before));
        assertThat(Total.of(account.after()).amount()).isEqualByComparingTo(NaiveScenario.total(naive.after));
    }

    static void assertCounts(Account account, NaiveScenario naive) {
        assertThat(account.report().itemsDeleted()).as("deleted").isEqualTo(naive.deleted);
        assertThat(account.report().total()).as("queued").isEqualTo(naive.queued);
        Map.of(
                        KeptReason.OUTSIDE_WINDOW, "outside-window",
                        KeptReason.UI_CREATED, "ui-created",
                        KeptReason.INVOICED, "invoiced",
                        KeptReason.PAST_RETENTION, "past-retention")
                .forEach((reason, name) -> assertThat(account.report().kept(reason))
                        .as(name)
                        .isEqualTo(naive.keptCounts.getOrDefault(name, 0).longValue()));
        assertOutcomes(account.firstProcessing(), naive.firstCounts);
        assertOutcomes(account.reprocessed(), naive.rerunCounts);
    }

    private static void assertOutcomes(OutcomeCounts counts, Map<String, Integer> naive) {
        Map.of(
                        "billed", counts.billed(),
                        "retained", counts.retained(),
                        "voided", counts.voided(),
                        "unmatched", counts.unmatched(),
                        "not-billable", counts.notBillable(),
                        "no-contract", counts.withoutContract())
                .forEach((name, count) -> assertThat(count)
                        .as(name)
                        .isEqualTo(naive.getOrDefault(name, 0).longValue()));
        assertThat(counts.failed()).isZero();
    }
}
