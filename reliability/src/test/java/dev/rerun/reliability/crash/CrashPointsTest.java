package dev.rerun.reliability.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.reliability.harbour.DatabaseKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills a process at every step of every errand, or at some of them: {@link Choice} reads what a person asks for. What was found
 * stands in {@code target/crash-points.md}, and the steps of each errand in files beside it.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class CrashPointsTest {
    @BeforeAll
    static void beginTable() throws IOException {
        Tries.beginTable();
    }

    @Test
    void whoeverTakesOverFromAKilledProcessComesToWhatTheNaiveCalculationSays() throws Exception {
        tryOut(Choice.given());
    }

    @ParameterizedTest
    @EnumSource(names = {"MARIADB", "H2"})
    @DisabledIf("somethingIsAskedFor")
    void soItDoesOnOtherDatabases(DatabaseKind kind) throws Exception {
        tryOut(Choice.small(kind));
    }

    static boolean somethingIsAskedFor() {
        return Choice.isGiven();
    }

    private static void tryOut(Choice choice) throws Exception {
        Tries tries = new Tries(choice.kind());
        List<Finding> survived = tries.at(choice.survivors());
        for (Finding finding : survived) {
            Files.write(Path.of("target", "steps-of-" + finding.point().errand() + ".txt"), finding.steps());
        }
        List<Finding> killed = tries.at(choice.among(survived));

        assertThat(Stream.concat(survived.stream(), killed.stream())
                        .filter(finding -> finding.problem() != null)
                        .map(finding -> finding.failure(choice.kind())))
                .isEmpty();
        // Kafka's clients have threads of their own, and may ask once more.
        assertThat(killed)
                .filteredOn(finding -> !finding.point().errand().overKafka())
                .allSatisfy(finding -> survived.stream()
                        .filter(other ->
                                other.point().errand().equals(finding.point().errand()))
                        .forEach(other -> assertThat(finding.what())
                                .as(finding.point().toString())
                                .isEqualTo(other.steps().get(finding.point().step() - 1))));
    }
}
