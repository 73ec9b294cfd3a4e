package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limit and delay are kept to. */
class PaceTest {
    private static final Duration DELAY = Duration.ofMillis(400);

    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void theFirstTrySendsOnePacket() {
        assertThat(scene.operator().types("--db", "--limit", "1"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds())
                .containsExactlyElementsOf(scene.registrations().usual(1));
        assertThat(scene.operator().reads()).contains("1 packet sent");
    }

    @Test
    void noPacketComesBeforeTheDelayIsOverAlsoAfterAStop() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> first = scene.operator().begins(stop, "--db", "--limit", "6", "--delay", "400ms");
        await().until(() -> scene.server().sent().size() == 3);
        stop.stop();
        assertThat(first.get()).isEqualTo(ExitStatus.STOPPED);

        assertThat(scene.operator().types("--db")).as(scene.operator().errors()).isZero();

        assertThat(scene.server().sentIds())
                .containsExactlyElementsOf(scene.registrations().usual(6));
        List<RegistrationProcessor.Sent> sent = scene.server().sent();
        for (int i = 1; i < sent.size(); i++) {
            assertThat(Duration.ofNanos(sent.get(i).nanos() - sent.get(i - 1).nanos()))
                    .as("before packet " + i)
                    .isGreaterThanOrEqualTo(DELAY);
        }
    }

    @Test
    void repeatsUntilNothingIsLeft() {
        scene.registrations().leaveOneOfFive();
        List<String> expected = scene.registrations().usual(10_000);
        int limit = expected.size() / 3 + 1;

        assertThat(scene.operator().types("--db", "--repeat", "--limit", Integer.toString(limit)))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds()).containsExactlyElementsOf(expected);
        assertThat(scene.operator()
                        .reads()
                        .lines()
                        .filter(line -> line.endsWith("packets sent"))
                        .count())
                .isEqualTo(3);
    }

    @Test
    void aRepetitionGoesOnWhereItWasLeft() throws Exception {
        scene.registrations().leaveOneOfFive();
        List<String> expected = scene.registrations().usual(10_000);
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> first = scene.operator().begins(stop, "--db", "--repeat", "--limit", "40");
        await().until(() -> scene.server().sent().size() > 60);
        stop.stop();
        assertThat(first.get()).isEqualTo(ExitStatus.STOPPED);

        assertThat(scene.operator().types("--db", "--repeat", "--limit", "500"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds()).containsExactlyElementsOf(expected);
        assertThat(scene.operator().reads())
                .contains("Going on with the repetition", "Nothing matches --db usual --repeat");
    }
}
