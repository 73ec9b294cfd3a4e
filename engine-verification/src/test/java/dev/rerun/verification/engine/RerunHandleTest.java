package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.EngineClosedException;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunListener;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handle, the history and listeners tell of runs. */
@ParameterizedClass
@EnumSource(TestStore.class)
class RerunHandleTest extends EngineFixture {
    @Test
    void saysWhereTheRunStandsWhenWaitingIsOver() {
        RerunEngine starter = withoutWorkers();
        engine.close();
        starter.process(List.of(entry(2, day(2))));
        Rerun run = starter.start(CUTOFF);

        assertThat(run.status()).isEqualTo(RerunStatus.QUEUED);
        assertThatExceptionOfType(RerunTimeoutException.class)
                .isThrownBy(() -> run.await(Duration.ZERO))
                .withMessageContaining("QUEUED")
                .withMessageContaining("1 of 1 entries to go")
                .satisfies(timeout -> assertThat(timeout.report().remaining()).isEqualTo(1));
        assertThat(run.completion()).isNotDone();
        starter.close();
        assertThat(run.completion()).isCompletedExceptionally();
    }

    @Test
    void completesItsFuture() throws Exception {
        engine.process(List.of(entry(2, day(2))));

        assertThat(engine.start(CUTOFF)
                        .completion()
                        .get(LONG.toSeconds(), TimeUnit.SECONDS)
                        .status())
                .isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void isFoundByIdAndOtherwiseNot() {
        Rerun run = engine.start(CUTOFF);

        assertThat(engine.find(run.id())).map(Rerun::app).contains(APP);
        assertThat(engine.find(1)).isEmpty();
    }

    @Test
    void isNothingWithoutItsEngine() {
        engine.close();

        assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> engine.start(CUTOFF));
        assertThatExceptionOfType(EngineClosedException.class).isThrownBy(() -> engine.process(List.of()));
    }

    @Test
    void historyIsNewestFirst() {
        long first = rerun().id();
        long second = rerun().id();

        assertThat(engine.history(APP)).extracting(RerunReport::id).containsExactly(second, first);
        assertThat(engine.history("nobody")).isEmpty();
    }

    @Test
    void listenersHearEveryStateInOrderAndOneThatThrowsHarmsNothing() {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        engine.close();
        engine = open(builder()
                .workers(1)
                .listener(new RerunListener() {
                    @Override
                    public void onStatus(RerunReport report) {
                        throw new IllegalStateException("broken listener");
                    }

                    @Override
                    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
                        throw new IllegalStateException("broken listener");
                    }
                })
                .listener(new RerunListener() {
                    @Override
                    public void onStatus(RerunReport report) {
                        heard.add(report.status().name());
                    }

                    @Override
                    public void onRegistersChanged(String app, Set<String> registers, Instant since) {
                        heard.add(app + registers + since);
                    }
                }));
        engine.process(List.of(entry(2, day(2))));

        rerun();
        engine.close();

        assertThat(heard)
                .containsExactlyInAnyOrder("PREPARING", "QUEUED", "RUNNING", "COMPLETED", "billing[Fees]" + CUTOFF);
    }
}
