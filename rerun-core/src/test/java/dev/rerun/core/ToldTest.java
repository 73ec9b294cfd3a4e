package dev.rerun.core;

import static dev.rerun.core.Sighted.NOON;
import static dev.rerun.core.Sighted.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which states and which progress are told, whoever sees them first. */
class ToldTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

    private final Audience audience = new Audience(List.of(new RerunListener() {
        @Override
        public void onStatus(RerunReport report) {
            heard.add(report.status().name());
        }

        @Override
        public void onProgress(RerunReport report) {
            heard.add(Long.toString(report.done()));
        }
    }));

    private final Told told = new Told(audience);

    @BeforeEach
    void open() {
        audience.open();
    }

    private List<String> heard() {
        audience.close();
        return heard;
    }

    private boolean watched(RerunReport report) {
        return told.watched(report, told.now());
    }

    @Test
    void aStateOfThisEngineIsNotToldAgainByTheWatch() {
        assertThat(told.changed(run(1, RerunStatus.QUEUED, 1))).isTrue();
        assertThat(watched(run(1, RerunStatus.QUEUED, 2))).isFalse();
        assertThat(watched(run(1, RerunStatus.RUNNING, 3))).isTrue();
        assertThat(watched(run(1, RerunStatus.RUNNING, 4))).isFalse();

        assertThat(heard()).containsExactly("QUEUED", "RUNNING");
    }

    @Test
    void aStateThatTheWatchSawBeforeItsMakerCouldTellItIsToldOnce() {
        RerunReport asItsMakerReadIt = run(1, RerunStatus.COMPLETED, 2);
        RerunReport asTheWatchSawIt =
                run(1, RerunStatus.COMPLETED, NOON.plusSeconds(3), asItsMakerReadIt.finishedAt(), 0);

        assertThat(watched(asTheWatchSawIt)).isTrue();
        assertThat(told.changed(asItsMakerReadIt)).isFalse();
        assertThat(watched(asTheWatchSawIt)).isFalse();

        assertThat(heard()).containsExactly("COMPLETED");
    }

    @Test
    void whatTheWatchReadBeforeThisEngineToldSomethingNewerIsPassedOver() {
        told.changed(run(1, RerunStatus.RUNNING, 1));
        long beforeTheLook = told.now();
        told.changed(run(1, RerunStatus.PAUSED, 2));

        assertThat(told.watched(run(1, RerunStatus.RUNNING, 3), beforeTheLook)).isFalse();
        assertThat(watched(run(1, RerunStatus.PAUSED, 4))).isFalse();

        assertThat(heard()).containsExactly("RUNNING", "PAUSED");
    }

    @Test
    void aStateOfThisEngineIsToldAlsoIfTheWatchSawTheOneBeforeLater() {
        watched(run(1, RerunStatus.RUNNING, 3));

        // Its transaction had begun before that look, and was committed after it.
        assertThat(told.changed(run(1, RerunStatus.COMPLETED, 2))).isTrue();

        assertThat(heard()).containsExactly("RUNNING", "COMPLETED");
    }

    @Test
    void aRunThatIsPausedAgainIsToldAgain() {
        watched(run(1, RerunStatus.PAUSED, 1));
        watched(run(1, RerunStatus.RUNNING, 2));
        assertThat(told.changed(run(1, RerunStatus.PAUSED, 3))).isTrue();
        watched(run(1, RerunStatus.RUNNING, 4));

        assertThat(heard()).containsExactly("PAUSED", "RUNNING", "PAUSED", "RUNNING");
    }

    @Test
    void aRetryBetweenTwoLooksShowsInTheTimeOfTheEnd() {
        watched(run(1, RerunStatus.COMPLETED_WITH_FAILURES, 1));
        assertThat(watched(run(1, RerunStatus.COMPLETED_WITH_FAILURES, 2))).isTrue();

        assertThat(heard()).containsExactly("COMPLETED_WITH_FAILURES", "COMPLETED_WITH_FAILURES");
    }

    @Test
    void progressIsToldWhenNumbersHaveChanged() throws Exception {
        told.changed(run(1, RerunStatus.RUNNING, 1, 0));
        watched(run(1, RerunStatus.RUNNING, 2, 0));
        watched(run(1, RerunStatus.RUNNING, 3, 7));
        watched(run(1, RerunStatus.RUNNING, 4, 7));
        told.changed(run(1, RerunStatus.PAUSED, 5, 9));
        watched(run(1, RerunStatus.PAUSED, 6, 9));
        watched(run(1, RerunStatus.PAUSED, 7, 10));

        // What waits when a state comes is out of date.
        assertThat(heard())
                .startsWith("RUNNING")
                .contains("PAUSED")
                .endsWith("10")
                .doesNotContain("0", "9");
    }

    @Test
    void endsFromBeforeAnybodyListenedAreNotTold() {
        RerunReport old = run(1, RerunStatus.COMPLETED_WITH_FAILURES, 1);
        told.knows(List.of(old));
        assertThat(watched(old)).isFalse();
        watched(run(1, RerunStatus.RUNNING, 5));
        watched(run(2, RerunStatus.COMPLETED, 6));

        assertThat(heard()).containsExactly("RUNNING", "COMPLETED");
    }

    @Test
    void remembersWhatIsNotOverAndWhatHasChangedMeanwhile() {
        watched(run(1, RerunStatus.RUNNING, 1));
        watched(run(2, RerunStatus.COMPLETED, 1));
        long beforeTheLook = told.now();
        told.changed(run(3, RerunStatus.PREPARING, 2));
        assertThat(told.unfinished()).containsExactlyInAnyOrder(1L, 3L);

        told.retain(Set.of(), beforeTheLook);

        assertThat(told.unfinished()).containsExactly(3L);
        assertThat(watched(run(3, RerunStatus.PREPARING, 3))).isFalse();
    }
}
