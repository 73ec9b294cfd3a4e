package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What log and listeners are told of a state that this engine brought about. */
class AnnouncerTest {
    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final FakeStore store = new FakeStore((question, arguments) -> Set.of("Fees"));
    private final Audience audience = new Audience(List.of(new RerunListener() {
        @Override
        public void onStatus(RerunReport report) {
            heard.add(report.status().name());
        }

        @Override
        public void onRegistersChanged(String app, Set<String> registers, Instant since) {
            heard.add(app + registers);
        }
    }));
    private final Announcer announcer = new Announcer(store, audience, new Told(audience));
    private final LogLines lines = new LogLines();

    @AfterEach
    void leave() {
        lines.close();
    }

    private List<String> announce(RerunReport report) {
        audience.open();
        announcer.announce(report);
        audience.close();
        return heard;
    }

    private static RerunReport report(
            RerunStatus status, @Nullable Instant queuedAt, @Nullable String selectedBy, long notPutBack) {
        return new RerunReport(
                906_866,
                "billing",
                RerunRequest.after(Sighted.NOON),
                selectedBy,
                status,
                Duration.ofDays(45),
                Sighted.NOON,
                queuedAt,
                null,
                status.terminal() ? Sighted.NOON : null,
                10,
                status.terminal() ? 10 : 0,
                0,
                0,
                0,
                0,
                Map.of(),
                0,
                0,
                0,
                notPutBack,
                "because of it",
                Sighted.NOON);
    }

    @ParameterizedTest
    @EnumSource(RerunStatus.class)
    void tellsTheStoryOfEachStateUnderItsRun(RerunStatus status) {
        announce(report(status, Sighted.NOON, null, 0));

        boolean warned = Set.of(RerunStatus.FAILED, RerunStatus.PAUSED, RerunStatus.COMPLETED_WITH_FAILURES)
                .contains(status);
        assertThat(lines.of(warned ? Level.WARN : Level.INFO))
                .singleElement()
                .asString()
                .startsWith("Rerun 906866, Rerun ");
        assertThat(heard).contains(status.name());
    }

    @ParameterizedTest
    @EnumSource(RerunStatus.class)
    void registersHaveChangedWhenARunIsOverThatWasQueued(RerunStatus status) {
        Set<RerunStatus> changing =
                Set.of(RerunStatus.COMPLETED, RerunStatus.COMPLETED_WITH_FAILURES, RerunStatus.CANCELLED);

        assertThat(announce(report(status, Sighted.NOON, null, 0)).contains("billing[Fees]"))
                .isEqualTo(changing.contains(status));
    }

    @Test
    void registersHaveNotChangedIfARunWasCancelledWhileItPrepared() {
        assertThat(announce(report(RerunStatus.CANCELLED, null, null, 0))).containsExactly("CANCELLED");
        assertThat(store.asked()).isEmpty();
    }

    @Test
    void registersHaveNotChangedByWhatAHandlerDid() {
        assertThat(announce(report(RerunStatus.COMPLETED, Sighted.NOON, "state in [STUCK]", 0)))
                .containsExactly("COMPLETED");
    }

    @Test
    void itemsThatWereNotPutBackAreForAPersonToLookAt() {
        announce(report(RerunStatus.CANCELLED, Sighted.NOON, null, 3));

        assertThat(lines.warnings()).singleElement().asString().contains("3 deleted items were not put back");
    }

    @Test
    void withoutListenersTheStoreIsNotAsked() {
        Audience nobody = new Audience(List.of());
        new Announcer(store, nobody, new Told(nobody)).announce(report(RerunStatus.COMPLETED, Sighted.NOON, null, 0));

        assertThat(store.asked()).isEmpty();
    }
}
