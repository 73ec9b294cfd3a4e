package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStartFailedException;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Commands on a run that is preparing: in another process, which holds its lock. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"H2", "POSTGRESQL", "MARIADB"})
class CancelledPrepareTest extends EngineFixture {
    private final HeldStream held = new HeldStream();

    private CompletableFuture<Rerun> startHeld() throws InterruptedException {
        engine.process(List.of(entry(2, day(2)), entry(3, day(3))));
        RerunEngine preparing = open(builder().stream(held).workers(0));
        CompletableFuture<Rerun> start = CompletableFuture.supplyAsync(() -> preparing.start(CUTOFF));
        held.awaitPrepare();
        return start;
    }

    private long preparing() {
        RerunReport report = engine.history(APP).get(0);
        assertThat(report.status()).isEqualTo(RerunStatus.PREPARING);
        return report.id();
    }

    @Test
    void aCancelRollsThePrepareBackAndTheStartIsTold() throws Exception {
        CompletableFuture<Rerun> start = startHeld();
        List<String> before = register();
        long id = preparing();
        CompletableFuture<RerunReport> cancel =
                CompletableFuture.supplyAsync(() -> engine.cancel(id, Actor.HOST.because("wrong day")));
        awaitRecorded(id);
        held.commit();

        assertThat(cancel.get(LONG.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(RerunStatus.CANCELLED);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> start.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .withCauseInstanceOf(RerunStartFailedException.class)
                .withMessageContaining("cancelled by the host: wrong day");
        RerunReport report = engine.find(id).orElseThrow().report();
        assertThat(report.status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(report.queuedAt()).isNull();
        assertThat(report.total()).isZero();
        assertThat(register()).isEqualTo(before).hasSize(2);

        assertThat(rerun().done()).isEqualTo(2);
    }

    private void awaitRecorded(long id) {
        Awaitility.await()
                .atMost(LONG)
                .until(() -> engine.find(id).orElseThrow().commands().size() == 2);
    }

    @Test
    void aPauseIsRefusedAtOnce() throws Exception {
        CompletableFuture<Rerun> start = startHeld();
        long id = preparing();

        assertThatExceptionOfType(RerunStateException.class)
                .isThrownBy(() -> engine.pause(id, Actor.HOST))
                .withMessageContaining("PREPARING")
                .withMessageContaining("cancel it, or wait until it is queued");

        held.commit();
        assertThat(start.get(LONG.toSeconds(), TimeUnit.SECONDS).await(LONG).status())
                .isEqualTo(RerunStatus.COMPLETED);
    }

    @Test
    void aCancelOfAPrepareThatFailsByItselfFindsItOver() throws Exception {
        CompletableFuture<Rerun> start = startHeld();
        long id = preparing();
        CompletableFuture<RerunReport> cancel = CompletableFuture.supplyAsync(() -> engine.cancel(id, Actor.HOST));
        awaitRecorded(id);
        held.rollBack();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> start.get(LONG.toSeconds(), TimeUnit.SECONDS));
        // Whoever was first to get the lock has ended the run.
        try {
            assertThat(cancel.get(LONG.toSeconds(), TimeUnit.SECONDS).status()).isEqualTo(RerunStatus.CANCELLED);
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(RerunStateException.class);
        }
        assertThat(engine.find(id).orElseThrow().status()).isIn(RerunStatus.CANCELLED, RerunStatus.FAILED);
        assertThat(register()).hasSize(2);
    }

    @Test
    void aRunIsHeldWhileItIsPreparedSoThatNobodyTakesItForAbandoned() throws Exception {
        CompletableFuture<Rerun> start = startHeld();

        List<Long> abandoned = store().transaction(tx -> tx.runs().lockAbandoned(Duration.ZERO));

        assertThat(abandoned).isEmpty();
        held.commit();
        assertThat(start.get(LONG.toSeconds(), TimeUnit.SECONDS).await(LONG).status())
                .isEqualTo(RerunStatus.COMPLETED);
    }
}
