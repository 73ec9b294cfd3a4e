package dev.rerun.core;

import dev.rerun.api.KeptReason;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.eligibility.Eligibility;
import dev.rerun.core.eligibility.ItemFacts;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.Run;
import java.util.Optional;
import java.util.function.Function;

/** Contracts calculate the entries' items. */
final class ContractWork implements LaneWork {
    private final EntryProcessor processor;
    private final Policy policy;

    ContractWork(EntryProcessor processor, Policy policy) {
        this.processor = processor;
        this.policy = policy;
    }

    @Override
    public Batch.Result process(Share share) {
        Run run = share.run();
        return new Batch(
                        share.tx(), processor, run.app(), run.id(), keptIn(run), policy.mostTries(), share.failedKeys())
                .run(share.entries(), share.known());
    }

    @Override
    public boolean takes(Run run) {
        return !run.handled();
    }

    @Override
    public int batchSize(int usual) {
        return usual;
    }

    /** Why an item that is in the register during the run may stay there; nothing, if the run itself wrote it. */
    private Function<PlacedItem, Optional<KeptReason>> keptIn(Run run) {
        Eligibility eligibility = policy.eligibility(run.selection());
        return placed -> {
            RegisterItem item = placed.item();
            Long writer = item.rerunId();
            if (writer != null && writer == run.id()) {
                return Optional.empty();
            }
            Position position = placed.position();
            // Had its entry been selected, prepare would have deleted the item, or another rule kept it.
            return eligibility.keptBecause(new ItemFacts(
                    item.register(),
                    item.contract() == null ? null : item.contract().name(),
                    item.time(),
                    item.uiCreated(),
                    item.invoiced(),
                    position == null ? null : position.createdAt(),
                    false));
        };
    }
}
