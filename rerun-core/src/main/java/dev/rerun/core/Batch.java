package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calculates some entries of one app in sequence and writes their items and outcomes, in one transaction.
 *
 * <p>Whether a key is taken decides what later entries see, but which keys there are is known only after the logic ran. So
 * the batch is calculated with the kept items that it knows of; if the store then knows of others, it is calculated again
 * with those. One look-up thus does for the whole batch.
 *
 * <p>Where logic can write beside its items, an entry that fails and a second calculation both undo the batch.
 */
final class Batch {
    private final StoreTransaction tx;
    private final EntryProcessor processor;
    private final String app;
    private final @Nullable Long rerunId;
    private final Function<PlacedItem, Optional<KeptReason>> keptBecause;
    private final @Nullable LogicWrites writes;

    /** The function says why an item that the store holds may stay, or nothing if its key was not to be expected. */
    Batch(
            StoreTransaction tx,
            EntryProcessor processor,
            String app,
            @Nullable Long rerunId,
            Function<PlacedItem, Optional<KeptReason>> keptBecause) {
        this.tx = tx;
        this.processor = processor;
        this.app = app;
        this.rerunId = rerunId;
        this.keptBecause = keptBecause;
        this.writes = tx.logicWrites().orElse(null);
    }

    /** What a batch wrote; the errors of the entries that failed, by entry ID. */
    record Result(long processed, long withoutContract, long created, long retained, Map<String, String> errors) {}

    /**
     * Calculates entries, in sequence, and writes the results; those that are known to fail do so uncalculated.
     *
     * @throws BatchUndone if the transaction is to be rolled back and tried again
     */
    Result run(List<ActivityEntry> entries, Known known) {
        Map<ItemKey, PlacedItem> taken = known.keys().isEmpty()
                ? new HashMap<>()
                : new HashMap<>(tx.items().find(app, known.keys()));
        while (true) {
            Pass pass = new Pass(view(entries, taken), known);
            entries.forEach(pass::calculate);
            Map<ItemKey, PlacedItem> found =
                    pass.keys().isEmpty() ? Map.of() : tx.items().find(app, pass.keys());
            if (found.isEmpty()) {
                return pass.write();
            }
            int before = taken.size();
            taken.putAll(found);
            if (taken.size() == before) {
                throw new StoreException(
                        "the store finds the items " + found.keySet()
                                + " under other keys than their own; let its columns"
                                + " for registers and unique keys compare texts exactly, case included",
                        null);
            }
            if (writes != null) {
                throw new BatchUndone(known.with(taken.keySet()), null);
            }
        }
    }

    private RegisterView view(List<ActivityEntry> entries, Map<ItemKey, PlacedItem> taken) {
        Instant first = entries.get(0).createdAt();
        Instant last = first;
        Set<String> orderingKeys = new HashSet<>();
        for (ActivityEntry entry : entries) {
            orderingKeys.add(entry.orderingKey());
            first = earlier(first, earlier(entry.createdAt(), entry.occurredAt()));
            last = earlier(last, entry.createdAt()).equals(last) ? entry.createdAt() : last;
            last = earlier(last, entry.occurredAt()).equals(last) ? entry.occurredAt() : last;
        }
        RegisterView view = new RegisterView(tx.items(), app, last.plus(1, ChronoUnit.MICROS));
        // Items are mostly dated as their entries, so a rerun finds the kept ones here.
        if (rerunId != null) {
            view.readAhead(orderingKeys, first);
        }
        taken.values().forEach(view::remember);
        return view;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** One calculation of the whole batch. */
    private final class Pass {
        private final RegisterView view;
        private final Known known;
        private final Map<ItemKey, RegisterItem> items = new LinkedHashMap<>();
        private final List<NewOutcome> outcomes = new ArrayList<>();
        private final Map<String, String> errors = new LinkedHashMap<>();
        private long processed;
        private long withoutContract;
        private long retained;

        Pass(RegisterView view, Known known) {
            this.view = view;
            this.known = known;
        }

        Set<ItemKey> keys() {
            return items.keySet();
        }

        void calculate(ActivityEntry entry) {
            Processed failed = known.failed().get(entry.id());
            if (failed != null) {
                add(failed, List.of(), null);
                return;
            }
            Processed result = processor.process(entry, view, rerunId, writes);
            if (result.error() != null) {
                fail(result);
                return;
            }
            List<RegisterItem> created = new ArrayList<>();
            List<Diagnostic> diagnostics = new ArrayList<>(result.result().diagnostics());
            ContractId contract = result.contract();
            if (contract != null) {
                for (ItemDraft draft : result.result().items()) {
                    RegisterItem item = draft.toItem(entry.orderingKey(), entry.id(), contract, rerunId);
                    PlacedItem existing = existing(ItemKey.of(item));
                    if (existing == null) {
                        created.add(item);
                        continue;
                    }
                    Optional<KeptReason> reason = keptBecause.apply(existing);
                    if (reason.isEmpty()) {
                        String error = "item '" + item.uniqueKey() + "' of register '" + item.register()
                                + "' was already written for entry "
                                + existing.item().entryId()
                                + "; let the logic give each entry its own keys";
                        fail(Processed.failed(entry, contract, result.duration(), error, error));
                        return;
                    }
                    diagnostics.add(retained(item, existing.item(), reason.get()));
                }
            }
            retained += result.result().items().size() - created.size();
            diagnostics.addAll(keptBeside(entry, result.result()));
            add(result, created, diagnostics);
        }

        private void fail(Processed result) {
            if (writes != null) {
                throw new BatchUndone(known.with(result), result.entry().id());
            }
            add(result, List.of(), null);
        }

        /** What stands in the register for this entry and is no longer calculated, yet may not be deleted. */
        private List<Diagnostic> keptBeside(ActivityEntry entry, LogicResult result) {
            Set<ItemKey> calculated = new HashSet<>();
            result.items().forEach(draft -> calculated.add(new ItemKey(draft.register(), draft.uniqueKey())));
            List<Diagnostic> remarks = new ArrayList<>();
            for (PlacedItem item : view.rememberedOf(entry.id())) {
                if (!calculated.contains(ItemKey.of(item.item()))) {
                    keptBecause.apply(item).ifPresent(reason -> remarks.add(kept(item.item(), reason)));
                }
            }
            return remarks;
        }

        private @Nullable PlacedItem existing(ItemKey key) {
            PlacedItem own = view.written(key);
            return own != null ? own : view.remembered(key);
        }

        private void add(Processed result, List<RegisterItem> created, @Nullable List<Diagnostic> diagnostics) {
            ActivityEntry entry = result.entry();
            for (RegisterItem item : created) {
                items.put(ItemKey.of(item), item);
                view.write(new PlacedItem(item, Position.of(entry)));
            }
            if (result.error() != null) {
                errors.put(entry.id(), result.error());
            } else if (result.status() == OutcomeStatus.NO_CONTRACT) {
                withoutContract++;
            } else {
                processed++;
            }
            outcomes.add(new NewOutcome(
                    entry.id(),
                    rerunId,
                    result.status(),
                    result.contract(),
                    processor
                            .limits()
                            .fitting(diagnostics == null ? result.result().diagnostics() : diagnostics),
                    result.duration()));
        }

        Result write() {
            tx.items().insert(app, List.copyOf(items.values()));
            tx.entries().insertOutcomes(app, outcomes);
            return new Result(processed, withoutContract, items.size(), retained, errors);
        }
    }

    private static Diagnostic kept(RegisterItem item, KeptReason reason) {
        return new Diagnostic(
                Diagnostic.KEPT,
                item.register() + "/" + item.uniqueKey() + " stays (" + reason + ") with " + plain(item.amount()) + " "
                        + item.currency() + "; the logic no longer calculates it");
    }

    private static Diagnostic retained(RegisterItem calculated, RegisterItem kept, KeptReason reason) {
        String change = calculated.currency().equals(kept.currency())
                ? "difference " + plain(calculated.amount().subtract(kept.amount())) + " " + kept.currency()
                : "in another currency";
        return new Diagnostic(
                Diagnostic.RETAINED,
                kept.register() + "/" + kept.uniqueKey() + " stays (" + reason + ") with " + plain(kept.amount()) + " "
                        + kept.currency() + "; calculated " + plain(calculated.amount()) + " "
                        + calculated.currency() + ", " + change);
    }

    private static String plain(BigDecimal amount) {
        return amount.toPlainString();
    }
}
