package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What can be done while a run is not over. */
class UnfinishedRunTest {
    @RegisterExtension
    private final Scene scene = new Scene();

    private int sent;

    @BeforeEach
    void leaveARun() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture<Integer> run = scene.operator().begins(stop, "--db", "--limit", "8", "--delay", "50ms");
        await().until(() -> scene.server().sent().size() >= 2);
        stop.stop();
        assertThat(run.get()).isEqualTo(ExitStatus.STOPPED);
        sent = scene.server().sent().size();
        assertThat(sent).isBetween(2, 7);
    }

    @Test
    void anotherCommandIsRefused() {
        assertThat(scene.operator().types("--db", "--approach", "no-routing")).isEqualTo(ExitStatus.REFUSED);

        assertThat(scene.operator().errors())
                .contains("--db usual", sent + " of 8", "--resume", "--cancel", "--beside");
        assertThat(scene.server().sent()).hasSize(sent);
    }

    @Test
    void resumeGoesOnWithIt() {
        assertThat(scene.operator().types("--resume"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sentIds())
                .containsExactlyElementsOf(scene.registrations().usual(8));
        assertThat(scene.operator().types("--resume")).isEqualTo(ExitStatus.REFUSED);
        assertThat(scene.operator().errors()).contains("every run is over");
    }

    @Test
    void cancelEndsIt() {
        assertThat(scene.operator().types("--cancel"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.operator().reads()).contains("CANCELLED", sent + " of 8");
        assertThat(scene.operator().types("--db", "--limit", "1")).isZero();
        assertThat(scene.server().sent()).hasSize(sent + 1);
    }

    @Test
    void besideBeginsAnotherOne() {
        assertThat(scene.operator().types("--db", "--approach", "no-routing", "--limit", "1", "--beside"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.operator().reads()).contains("1 packet sent");
    }
}
