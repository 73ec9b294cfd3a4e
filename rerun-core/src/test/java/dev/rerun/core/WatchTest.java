package dev.rerun.core;

import static dev.rerun.core.Sighted.NOON;
import static dev.rerun.core.Sighted.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.UnknownRerunException;
import dev.rerun.core.spi.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What an engine sees of the runs of other processes, look by look. */
class WatchTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final List<RerunReport> notOver = new ArrayList<>();
    private final List<RerunReport> ended = new ArrayList<>();
    private final List<RerunReport> others = new ArrayList<>();
    private final List<Object> since = new ArrayList<>();
    private Instant now = NOON;
    private boolean down;

    private final FakeStore store = new FakeStore((question, arguments) -> {
        if (down) {
            throw new StoreException("out of order", null);
        }
        return switch (question) {
            case "StoreTransaction.now" -> now;
            case "Runs.notOver" -> List.copyOf(notOver);
            case "Runs.endedSince" -> {
                since.add(arguments.get(0));
                yield List.copyOf(ended);
            }
            case "Runs.report" ->
                others.stream()
                        .filter(report -> arguments.contains(report.id()))
                        .findFirst();
            case "Runs.registers" -> Set.of("Fees");
            default -> throw new AssertionError(question);
        };
    });

    private final RerunListener listener = new RerunListener() {
        @Override
        public void onStatus(RerunReport report) {
            heard.add(report.id() + " " + report.status());
        }

        @Override
        public void onProgress(RerunReport report) {
            heard.add(report.id() + " " + report.done());
        }

        @Override
        public void onRegistersChanged(String app, Set<String> registers, Instant cutoff) {
            heard.add(app + registers);
        }
    };

    private final Completions completions = new Completions();

    /** What is not opened, the test looks with itself. */
    private final class Watching {
        private final Audience audience;
        private final Watch watch;

        Watching(RerunListener... listeners) {
            audience = new Audience(List.of(listeners));
            audience.open();
            Told told = new Told(audience);
            watch = new Watch(store, audience, told, new Announcer(store, audience, told), completions);
        }

        List<String> heard() {
            audience.close();
            return heard;
        }
    }

    @Test
    void withNobodyToTellTheStoreIsNotAsked() {
        Watch watch = new Watching().watch;
        watch.look();

        assertThat(store.asked()).isEmpty();
    }

    @Test
    void whoWaitsForTheEndOfARunIsToldWithoutAnyListener() {
        Watch watch = new Watching().watch;
        CompletableFuture<RerunReport> end = completions.of(7);
        others.add(run(7, RerunStatus.RUNNING, 1));
        watch.look();
        assertThat(end).isNotDone();

        others.set(0, run(7, RerunStatus.COMPLETED, 2));
        watch.look();

        assertThat(end).isCompletedWithValue(others.get(0));
        assertThat(completions.awaited()).isEmpty();
        assertThat(store.asked()).containsOnly("Runs.report", "StoreTransaction.now");
    }

    @Test
    void whoWaitsForARunThatIsPurgedIsTold() {
        Watch watch = new Watching().watch;
        CompletableFuture<RerunReport> end = completions.of(7);

        watch.look();

        assertThat(end)
                .failsWithin(LONG)
                .withThrowableThat()
                .withCauseInstanceOf(UnknownRerunException.class)
                .withMessageContaining("7");
    }

    @Test
    void statesProgressAndRegistersAreToldOnce() {
        Watching watching = new Watching(listener);
        notOver.add(run(7, RerunStatus.RUNNING, 1, 10));
        watching.watch.look();
        watching.watch.look();
        notOver.set(0, run(7, RerunStatus.RUNNING, 2, 20));
        watching.watch.look();
        // Progress that is not heard yet gives way to what is newer.
        Awaitility.await().atMost(LONG).until(() -> heard.size() == 2);
        notOver.clear();
        ended.add(run(7, RerunStatus.COMPLETED, 3, 30));
        watching.watch.look();
        watching.watch.look();

        assertThat(watching.heard()).containsExactly("7 RUNNING", "7 20", "7 COMPLETED", "billing[Fees]");
    }

    @Test
    void endsAreToldBeforeTheRunsThatFollowThem() {
        Watching watching = new Watching(listener);
        notOver.add(run(8, RerunStatus.PREPARING, 1, 0));
        // It ended between the two questions.
        notOver.add(run(7, RerunStatus.RUNNING, 1, 29));
        ended.add(run(7, RerunStatus.COMPLETED, 1, 30));

        watching.watch.look();

        assertThat(watching.heard()).containsExactly("7 COMPLETED", "billing[Fees]", "8 PREPARING");
    }

    @Test
    void anEndThatIsLongPastIsAskedForIfItWasNotTold() {
        Watching watching = new Watching(listener);
        notOver.add(run(7, RerunStatus.RUNNING, 1, 10));
        watching.watch.look();
        notOver.clear();
        others.add(run(7, RerunStatus.CANCELLED, 9, 10));

        watching.watch.look();
        watching.watch.look();

        assertThat(watching.heard()).containsExactly("7 RUNNING", "7 CANCELLED", "billing[Fees]");
        assertThat(store.asked()).containsOnlyOnce("Runs.report");
    }

    @Test
    void ofWhatWasOverBeforeItBeganNothingIsTold() {
        Watching watching = new Watching(listener);
        ended.add(run(7, RerunStatus.COMPLETED, -30, 30));
        watching.watch.open();
        Awaitility.await().atMost(LONG).until(() -> store.asked().contains("Runs.notOver"));
        watching.watch.close();

        assertThat(watching.heard()).isEmpty();
        assertThat(since).hasSizeGreaterThanOrEqualTo(2).containsOnly(NOON.minus(Duration.ofMinutes(1)));
    }

    @Test
    void looksBackAMinuteAndNeverFurtherThanBefore() {
        Watching watching = new Watching(listener);
        for (int second : new int[] {0, 10, 5, 20}) {
            now = NOON.plusSeconds(second);
            watching.watch.look();
        }
        watching.watch.look();
        watching.heard();

        Instant minuteAgo = NOON.minus(Duration.ofMinutes(1));
        assertThat(since)
                .containsExactly(
                        Instant.MIN,
                        minuteAgo,
                        minuteAgo.plusSeconds(10),
                        minuteAgo.plusSeconds(10),
                        minuteAgo.plusSeconds(20));
    }

    @Test
    void anOutageIsSaidOnceUntilALookSucceeds() {
        try (LogLines lines = new LogLines()) {
            Watching watching = new Watching(listener);
            down = true;
            watching.watch.look();
            watching.watch.look();
            assertThat(lines.warnings()).singleElement().asString().startsWith("Watching the store's runs failed");
            down = false;
            watching.watch.look();
            assertThat(lines.warnings()).hasSize(1);
            down = true;
            watching.watch.look();
            watching.heard();
            assertThat(lines.warnings()).hasSize(2);
        }
    }

    @Test
    void registersThatCouldNotBeReadAreToldAtALaterLook() {
        List<Boolean> failures = new ArrayList<>(List.of(true, true, false));
        FakeStore failing = new FakeStore((question, arguments) -> switch (question) {
            case "Runs.registers" -> {
                if (failures.remove(0)) {
                    throw new StoreException("out of order", null);
                }
                yield Set.of("Fees");
            }
            case "StoreTransaction.now" -> NOON;
            case "Runs.report" -> Optional.empty();
            default -> List.of();
        });
        Audience audience = new Audience(List.of(listener));
        audience.open();
        Told told = new Told(audience);
        Announcer announcer = new Announcer(failing, audience, told);
        Watch watch = new Watch(failing, audience, told, announcer, completions);
        announcer.announce(run(7, RerunStatus.COMPLETED, 1, 30));
        for (int look = 1; look <= 4; look++) {
            watch.look();
        }
        audience.close();

        assertThat(heard).containsExactly("7 COMPLETED", "billing[Fees]");
        assertThat(failures).isEmpty();
    }
}
