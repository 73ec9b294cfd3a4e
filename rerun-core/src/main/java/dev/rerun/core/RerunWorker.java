package dev.rerun.core;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.spi.Block;
import dev.rerun.core.spi.BlockAnswer;
import dev.rerun.core.spi.LaneWorker;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Works on runs, batch by batch: begins those that are queued, and ends those that have nothing left. */
final class RerunWorker implements LaneWorker {
    private final RerunStore store;
    private final LaneBatch batches;
    private final Announcer announcer;
    private final Consumer<RerunReport> onEnd;
    private final AtomicInteger turn = new AtomicInteger();

    RerunWorker(RerunStore store, LaneBatch batches, Announcer announcer, Consumer<RerunReport> onEnd) {
        this.store = store;
        this.batches = batches;
        this.announcer = announcer;
        this.onEnd = onEnd;
    }

    @Override
    public BlockAnswer work(Block block) {
        Optional<Run> run = store.transaction(tx -> tx.runs().find(block.rerunId()));
        if (run.isEmpty() || run.get().status().terminal()) {
            return BlockAnswer.DROP;
        }
        if (run.get().status() == RerunStatus.PREPARING || run.get().status() == RerunStatus.PAUSED) {
            return BlockAnswer.WAIT;
        }
        return RunLog.within(block.rerunId(), run.get().app(), () -> {
            begin(run.get());
            LaneBatch.Reached reached =
                    batches.work(block.rerunId(), tx -> tx.lanes().lock(block.rerunId(), block.lane()));
            if (reached.end()) {
                completeIfDone(run.get());
            }
            return reached.watermark() >= block.upTo() ? BlockAnswer.DONE : BlockAnswer.MORE;
        });
    }

    @Override
    public boolean workAny() {
        List<Run> runs = store.transaction(tx -> tx.runs().workable());
        int first = runs.isEmpty() ? 0 : Math.floorMod(turn.getAndIncrement(), runs.size());
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get((first + i) % runs.size());
            if (RunLog.within(run.id(), run.app(), () -> workOn(run))) {
                return true;
            }
        }
        store.transaction(Starter::failAbandoned).forEach(this::ended);
        return false;
    }

    private boolean workOn(Run run) {
        begin(run);
        LaneBatch.Reached reached = batches.work(run.id(), tx -> tx.lanes().claim(run.id()));
        if (reached.watermark() > 0 && !reached.end()) {
            return true;
        }
        return completeIfDone(run) || reached.watermark() > 0;
    }

    private void begin(Run run) {
        if (run.status() != RerunStatus.QUEUED) {
            return;
        }
        store.transaction(tx -> {
                    if (!isIn(tx.runs().lock(run.id()), RerunStatus.QUEUED)) {
                        return Optional.<RerunReport>empty();
                    }
                    tx.runs().moveTo(run.id(), RerunStatus.RUNNING, null);
                    return tx.runs().report(run.id());
                })
                .ifPresent(announcer::announce);
    }

    private boolean completeIfDone(Run run) {
        if (store.transaction(tx -> tx.lanes().outstanding(run.id()))) {
            return false;
        }
        Optional<RerunReport> completed = store.transaction(tx -> {
            if (!isIn(tx.runs().lock(run.id()), RerunStatus.RUNNING)
                    || tx.lanes().outstanding(run.id())) {
                return Optional.<RerunReport>empty();
            }
            boolean failures = tx.runs().report(run.id()).orElseThrow().failed() > 0;
            tx.runs().moveTo(run.id(), failures ? RerunStatus.COMPLETED_WITH_FAILURES : RerunStatus.COMPLETED, null);
            return tx.runs().report(run.id());
        });
        completed.ifPresent(this::ended);
        return completed.isPresent();
    }

    private void ended(RerunReport report) {
        announcer.announce(report);
        onEnd.accept(report);
    }

    static boolean isIn(Optional<Run> run, RerunStatus status) {
        return run.isPresent() && run.get().status() == status;
    }
}
