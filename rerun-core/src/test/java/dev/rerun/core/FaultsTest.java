package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.core.spi.ParkedEntry;
import dev.rerun.core.spi.QueuedEntry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How errors of plug-ins are told and listed, and which may pass. */
class FaultsTest {
    private static final ActivityEntry ENTRY =
            new ActivityEntry("billing", "7", "k", Sighted.NOON, Sighted.NOON, "nothing");

    private static Processed failed(Faults faults, Throwable error) {
        return faults.failed(ENTRY, new LogicTurn(ENTRY, Duration.ofMinutes(1)), error);
    }

    @Test
    void anErrorIsToldInOneLineAndItsStackBesideIt() {
        Processed failed = failed(new Faults(error -> false), new IllegalStateException("no tariff\nfor 7"));

        assertThat(failed.error()).isEqualTo("java.lang.IllegalStateException: no tariff");
        assertThat(failed.result().diagnostics()).singleElement().satisfies(diagnostic -> assertThat(
                        diagnostic.detail())
                .startsWith("java.lang.IllegalStateException: no tariff\nfor 7")
                .contains("FaultsTest"));
        assertThat(failed.mayPass()).isFalse();
        assertThat(Faults.oneLine(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
        assertThat(Faults.oneLine(new IllegalStateException(""))).isEqualTo("java.lang.IllegalStateException: ");
    }

    @Test
    void aLongStackIsCut() {
        String text = Faults.stackTrace(new IllegalStateException("x".repeat(5000)));

        assertThat(text).hasSize(4000 + " ... (cut)".length()).endsWith("x ... (cut)");
        Throwable withoutStack =
                new IllegalStateException("y".repeat(4000 - "java.lang.IllegalStateException: ".length()));
        withoutStack.setStackTrace(new StackTraceElement[0]);
        assertThat(Faults.stackTrace(withoutStack)).hasSize(4000).doesNotContain("cut");
    }

    @Test
    void anErrorMayPassByItselfOrByItsCause() {
        Faults faults = new Faults(IOException.class::isInstance);

        assertThat(failed(faults, new IOException("no line")).mayPass()).isTrue();
        assertThat(failed(faults, new IllegalStateException(new IllegalStateException(new IOException("no line"))))
                        .mayPass())
                .isTrue();
        assertThat(failed(faults, new IllegalStateException("broken")).mayPass())
                .isFalse();
    }

    @Test
    void causesThatGoRoundInCirclesComeToAnEnd() {
        IllegalStateException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("other", one));

        assertThat(failed(new Faults(error -> false), one).mayPass()).isFalse();
    }

    @Test
    void aClassifierThatFailsHasNothingToSayAndIsShown() {
        IllegalStateException broken = new IllegalStateException("broken classifier");
        IOException error = new IOException("no line");

        assertThat(failed(
                                new Faults(one -> {
                                    throw broken;
                                }),
                                error)
                        .mayPass())
                .isFalse();
        assertThat(error.getSuppressed()).containsExactly(broken);
    }

    private static ParkedEntry parked(String error) {
        Batch.Result result = new Batch.Result(0, 0, 0, 0, Map.of("7", new Batch.Failure(error, 2)), Map.of());
        return Parking.of(List.of(new QueuedEntry(3, "7", ENTRY)), result).get(0);
    }

    @ParameterizedTest
    @CsvSource({"no tariff for parcel 4711 of 12, no tariff for parcel # of #", "no tariff, no tariff"})
    void errorsThatDifferInTheirNumbersHaveOneCause(String error, String cause) {
        assertThat(parked(error)).isEqualTo(new ParkedEntry(3, "7", "k", false, error, cause, 2));
    }

    @Test
    void aCauseIsCutAndNoCharacterIsHalved() {
        assertThat(parked("x".repeat(255)).cause()).hasSize(255);
        assertThat(parked("x".repeat(256)).cause()).hasSize(255);
        assertThat(parked("x".repeat(254) + "\uD83D\uDE9C").cause()).isEqualTo("x".repeat(254));
        assertThat(parked("x".repeat(253) + "\uD83D\uDE9Cx").cause()).isEqualTo("x".repeat(253) + "\uD83D\uDE9C");
    }

    @Test
    void anEntryThatIsHeldNamesTheOneThatFailedAndOneThatIsGoneIsSaidToBe() {
        Batch.Result result = new Batch.Result(0, 0, 0, 0, Map.of(), Map.of("7", "5"));
        List<QueuedEntry> queued = List.of(new QueuedEntry(3, "7", ENTRY), new QueuedEntry(4, "8", null));

        assertThat(Parking.of(queued, result))
                .containsExactly(
                        new ParkedEntry(3, "7", "k", true, "held: entry 5 of the same ordering key failed", "held", 0),
                        new ParkedEntry(
                                4,
                                "8",
                                null,
                                false,
                                "the activity entry is no longer stored",
                                "the activity entry is no longer stored",
                                1));
    }
}
