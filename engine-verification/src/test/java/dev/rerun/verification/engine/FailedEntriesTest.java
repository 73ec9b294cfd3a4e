package dev.rerun.verification.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.rerun.api.ActiveRerunException;
import dev.rerun.api.Actor;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.FailedEntry;
import dev.rerun.api.FailureCause;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunAction;
import dev.rerun.api.RerunCommand;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunOptions;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStateException;
import dev.rerun.api.RerunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries that fail: which are tried again, which are listed, how they are retried, and when a run pauses because of them. */
@ParameterizedClass
@EnumSource(
        value = TestStore.class,
        names = {"IN_MEMORY", "H2", "POSTGRESQL"})
class FailedEntriesTest extends SteeringFixture {
    @Test
    void areListedPageByPageWithTheirErrors() {
        failOn(3, 7, 8, 12);
        Rerun run = start();
        stream.workToTheEnd();

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        List<FailedEntry> all = run.failures(null, 100);
        assertThat(all).extracting(FailedEntry::entryId).containsExactlyInAnyOrder("3", "7", "8", "12");
        assertThat(all)
                .filteredOn(entry -> entry.entryId().equals("7"))
                .extracting(FailedEntry::orderingKey, FailedEntry::error, FailedEntry::attempts, FailedEntry::held)
                .containsExactly(tuple("key 0", "java.lang.IllegalStateException: no tariff for parcel 7", 1, false));
        List<FailedEntry> paged = new ArrayList<>();
        List<FailedEntry> page = run.failures(null, 3);
        while (!page.isEmpty()) {
            paged.addAll(page);
            page = run.failures(page.get(page.size() - 1), 3);
        }
        assertThat(paged).isEqualTo(all);
        assertThat(newest("7").status()).isEqualTo(OutcomeStatus.FAILED);
        assertThat(newest("7").diagnostics())
                .singleElement()
                .extracting(Diagnostic::detail)
                .asString()
                .contains("no tariff for parcel 7", "at dev.rerun");
    }

    @Test
    void areGroupedByWhatTheirErrorsHaveInCommon() {
        failOn(3, 7, 8);
        logic.failOn("12", () -> new IllegalArgumentException("no currency"));
        Rerun run = start();
        stream.workToTheEnd();

        List<FailureCause> causes = run.failureCauses();
        assertThat(causes)
                .extracting(FailureCause::cause, FailureCause::entries)
                .containsExactly(
                        tuple("java.lang.IllegalStateException: no tariff for parcel #", 3L),
                        tuple("java.lang.IllegalArgumentException: no currency", 1L));
        assertThat(causes.get(0).example()).isIn("3", "7", "8");
    }

    @Test
    void areRetriedAfterThePlugInWasCorrected() {
        failOn(3, 7, 8, 12);
        Rerun run = start();
        stream.workToTheEnd();
        heal(3, 7, 8, 12);

        RerunReport again = engine.retryFailed(run.id(), Actor.HOST);
        assertThat(again.status()).isEqualTo(RerunStatus.RUNNING);
        assertThat(again.finishedAt()).isNull();
        assertThat(List.of(again.done(), again.failed(), again.remaining())).containsExactly(16L, 0L, 4L);
        stream.workToTheEnd();

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(run.report().itemsCreated()).isEqualTo(ENTRIES);
        assertThat(run.failures(null, 10)).isEmpty();
        assertThat(newest("7").status()).isEqualTo(OutcomeStatus.PROCESSED);
        assertThat(engine.outcomes(APP, "7")).hasSize(2);
        assertThat(item("7:fee").rerunId()).isEqualTo(run.id());
    }

    @Test
    void someAreRetriedAndTheOthersStayListed() {
        failOn(3, 7, 8, 12);
        Rerun run = start();
        stream.workToTheEnd();
        heal(3, 7);

        engine.retryFailed(run.id(), List.of("7", "8"), Actor.HOST);
        stream.workToTheEnd();

        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(run.failures(null, 10)).extracting(FailedEntry::entryId).containsExactlyInAnyOrder("3", "8", "12");
        assertThat(newest("3").status()).isEqualTo(OutcomeStatus.FAILED);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.retryFailed(run.id(), List.of("3", "7"), Actor.HOST))
                .withMessageContaining("7");
        assertThat(run.report().failed()).isEqualTo(3);
    }

    @Test
    void areNotRetriedOnceALaterRunCameOrWhileOneIsGoing() {
        failOn(3);
        Rerun run = start();
        stream.workToTheEnd();
        Rerun later = start();

        assertThatExceptionOfType(ActiveRerunException.class)
                .isThrownBy(() -> engine.retryFailed(run.id(), Actor.HOST))
                .withMessageContaining(Long.toString(later.id()));
        stream.workToTheEnd();
        assertThatExceptionOfType(RerunStateException.class)
                .isThrownBy(() -> engine.retryFailed(run.id(), Actor.HOST))
                .withMessageContaining("rerun " + later.id() + " came after it");
        assertThat(run.report().failed()).isEqualTo(1);
    }

    @Test
    void holdTheirKeyUntilTheyAreResolvedIfTheRunSaysSo() {
        // Entries 2, 9 and 16 are of one key.
        failOn(9);
        Rerun run = start(RerunOptions.DEFAULT.holdingFailedKeys());
        stream.workToTheEnd();

        assertThat(List.of(
                        run.report().done(), run.report().failed(), run.report().held()))
                .containsExactly(18L, 1L, 1L);
        assertThat(run.failures(null, 10))
                .filteredOn(FailedEntry::held)
                .extracting(FailedEntry::entryId, FailedEntry::error, FailedEntry::attempts)
                .containsExactly(tuple("16", "held: entry 9 of the same ordering key failed", 0));
        assertThat(newest("16").rerunId()).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.retryFailed(run.id(), List.of("16"), Actor.HOST))
                .withMessageContaining("16");

        engine.retryFailed(run.id(), List.of("9"), Actor.HOST);
        stream.workToTheEnd();
        assertThat(run.report().held()).isEqualTo(1);
        heal(9);
        engine.retryFailed(run.id(), List.of("9"), Actor.HOST);
        stream.workToTheEnd();
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(newest("16").rerunId()).isEqualTo(run.id());
    }

    @Test
    void areTriedAgainIfTheHostSaysThatTheirErrorMayPass() {
        RerunEngine patient = patient();
        AtomicInteger tries = new AtomicInteger();
        logic.script("3", (contract, entry, context) -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("no answer", new UncheckedIOException(new IOException()));
            }
            return ScriptedLogic.usual(contract, entry);
        });
        failOn(7);

        Rerun run = patient.start(CUTOFF);
        stream.workToTheEnd();

        assertThat(tries).hasValue(3);
        assertThat(run.failures(null, 10))
                .extracting(FailedEntry::entryId, FailedEntry::attempts)
                .containsExactly(tuple("7", 1));
    }

    @Test
    void areParkedWithTheirAttemptsWhenTheyWereTriedOftenEnough() {
        RerunEngine patient = patient();
        logic.failOn("3", () -> new UncheckedIOException(new IOException("no answer")));

        Rerun run = patient.start(CUTOFF);
        stream.workToTheEnd();

        assertThat(run.report().done()).isEqualTo(ENTRIES - 1);
        assertThat(run.failures(null, 10))
                .extracting(FailedEntry::entryId, FailedEntry::attempts)
                .containsExactly(tuple("3", 3));
        assertThat(patient.outcomes(APP, "3").get(0).diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("failed", "attempts");
    }

    private RerunEngine patient() {
        engine.close();
        engine = open(stepped().tryAgain(UncheckedIOException.class::isInstance, 3));
        return engine;
    }

    @Test
    void pauseARunOfWhichTooMuchFails() {
        failOn(IntStream.rangeClosed(2, 21).toArray());
        Rerun run = start(RerunOptions.DEFAULT.pauseWhenFailing(0.25, 4));
        stream.workToTheEnd();

        RerunReport paused = run.report();
        assertThat(paused.status()).isEqualTo(RerunStatus.PAUSED);
        assertThat(paused.failed()).isBetween(4L, 5L);
        assertThat(paused.statusReason()).contains("too much fails, ", paused.failed() + " of " + paused.failed());
        assertThat(run.commands())
                .extracting(RerunCommand::action, RerunCommand::caller)
                .containsExactly(tuple(RerunAction.START, null), tuple(RerunAction.PAUSE, null));

        // What failed before the resume no longer counts.
        heal(IntStream.rangeClosed(2, 21).toArray());
        engine.resume(run.id(), Actor.HOST);
        stream.workToTheEnd();
        assertThat(run.report().status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
        assertThat(run.report().done()).isEqualTo(ENTRIES - paused.failed());
    }

    @Test
    void doNotPauseARunBelowTheShareOrBeforeItCounts() {
        failOn(2, 3, 4);
        Rerun run = start(RerunOptions.DEFAULT.pauseWhenFailing(0.2, 17));
        stream.workToTheEnd();
        assertThat(run.status()).isEqualTo(RerunStatus.COMPLETED_WITH_FAILURES);
    }
}
