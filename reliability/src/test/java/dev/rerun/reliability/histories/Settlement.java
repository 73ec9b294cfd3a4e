package dev.rerun.reliability.histories;

import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.reliability.histories.Journal.Answer;
import dev.rerun.reliability.histories.Journal.Command;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What a person does at the end of a day: whatever is paused goes on, what failed is tried again, and all runs come to their ends. */
final class Settlement {
    private static final Duration OFTEN = Duration.ofMillis(50);

    private static final int MOST_RUNS = 10;

    private final Host host;
    private final Duration patience;
    private final Random random = new Random(1);

    Settlement(Host host, Duration patience) {
        this.host = host;
        this.patience = patience;
    }

    /** Says what does not come to its end. */
    List<String> settle() {
        host.prices.post(host.prices.now().whole());
        return host.world.apps.stream()
                .filter(app -> !comesToItsEnd(app))
                .map(app -> app + " does not come to its end: "
                        + host.ask(random, engine -> engine.history(app).get(0)))
                .toList();
    }

    /** Calculates everything once more, by prices that can bill everything; gives the run's ID. */
    long rerunAll(String app) {
        Awaitility.await().atMost(patience).pollInterval(OFTEN).until(() -> startsAll(app));
        if (!comesToItsEnd(app)) {
            throw new IllegalStateException("the last rerun of " + app + " does not come to its end");
        }
        return host.anyEngine(random).history(app).get(0).id();
    }

    /** A start may be refused while servers are slow. */
    private boolean startsAll(String app) {
        long number = host.journal.newNumber();
        host.start(
                number,
                RerunRequest.after(RerunRequest.BEGINNING)
                        .ofApp(app)
                        .onBehalfOf("the toll office")
                        .withEntriesWithoutContract()
                        .once(Command.reason(number))
                        .because(Command.reason(number)),
                random);
        return host.journal.commands().stream()
                .anyMatch(command -> command.number() == number && command.answer() == Answer.DONE);
    }

    private boolean comesToItsEnd(String app) {
        try {
            Awaitility.await().atMost(patience).pollInterval(OFTEN).until(() -> isSettled(app));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private boolean isSettled(String app) {
        List<RerunReport> runs =
                host.ask(random, engine -> engine.history(app, null, MOST_RUNS)).orElse(List.of());
        for (RerunReport run : runs) {
            if (run.status() == RerunStatus.PAUSED) {
                host.onRun(host.journal.newNumber(), "RESUME", run.id(), random, RerunEngine::resume);
            }
            if (!run.status().terminal()) {
                return false;
            }
        }
        RerunReport newest =
                runs.stream().filter(run -> run.queuedAt() != null).findFirst().orElse(null);
        if (newest == null || newest.status() != RerunStatus.COMPLETED_WITH_FAILURES) {
            return true;
        }
        host.onRun(host.journal.newNumber(), "RETRY", newest.id(), random, RerunEngine::retryFailed);
        return false;
    }
}
