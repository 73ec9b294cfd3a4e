package dev.rerun.core;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ContractId;
import dev.rerun.api.Diagnostic;
import dev.rerun.api.KeptReason;
import dev.rerun.api.OutcomeStatus;
import dev.rerun.api.RegisterItem;
import dev.rerun.core.spi.ItemDraft;
import dev.rerun.core.spi.ItemKey;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.LogicResult;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.NewOutcome;
import dev.rerun.core.spi.PlacedItem;
import dev.rerun.core.spi.Position;
import dev.rerun.core.spi.RejectedDataException;
import dev.rerun.core.spi.StoreException;
import dev.rerun.core.spi.StoreTransaction;
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
 * with those. One look-up thus does for the whole batch. In a rerun it seldom finds any, since prepare has deleted what is
 * calculated again, and what it kept was read with the register; so the items of a rerun are written without it, and only a
 * batch that the store refuses is undone and begins anew with a look-up.
 *
 * <p>Where logic can write beside its items, an entry that fails and a second calculation both undo the batch; so does,
 * everywhere, an entry whose failure may pass, until it has been tried often enough.
 */
final class Batch {
    private final StoreTransaction tx;
    private final EntryProcessor processor;
    private final String app;
    private final @Nullable Long rerunId;
    private final Function<PlacedItem, Optional<KeptReason>> keptBecause;
    private final @Nullable LogicWrites writes;
    private final int mostTries;
    private final @Nullable Map<String, String> failedKeys;

    /**
     * The function says why an item that the store holds may stay, or nothing if its key was not to be expected. The failed keys
     * are those whose entries are held, each with the entry that failed; null if failed entries hold up nobody.
     */
    Batch(
            StoreTransaction tx,
            EntryProcessor processor,
            String app,
            @Nullable Long rerunId,
            Function<PlacedItem, Optional<KeptReason>> keptBecause,
            int mostTries,
            @Nullable Map<String, String> failedKeys) {
        this.mostTries = mostTries;
        this.failedKeys = failedKeys;
        this.tx = tx;
        this.processor = processor;
        this.app = app;
        this.rerunId = rerunId;
        this.keptBecause = keptBecause;
        this.writes = tx.logicWrites().orElse(null);
    }

    /** What a batch wrote; the entries that failed, and those that are held with the failed ones that hold them, by ID. */
    record Result(
            long processed,
            long withoutContract,
            long created,
            long retained,
            Map<String, Failure> failures,
            Map<String, String> held) {
        static final Result NOTHING = new Result(0, 0, 0, 0, Map.of(), Map.of());
    }

    /** The error of an entry, in one line, and how often it was tried. */
    record Failure(String error, int attempts) {}

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
            TimedLogic logic = timed();
            Pass pass = new Pass(view(entries, taken, logic.items()), known, logic);
            Optional<LogicTurn> late = logic.calculate(entries, pass::calculate);
            if (late.isPresent()) {
                Processed failed = EntryProcessor.late(late.get());
                throw new BatchUndone(known.with(failed), failed.entry().id());
            }
            if (rerunId != null && !known.looksFirst()) {
                return writeUnlessRefused(pass, known);
            }
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

    /** A key that is taken, like all that the store refuses, ends the transaction on some databases. */
    private static Result writeUnlessRefused(Pass pass, Known known) {
        try {
            return pass.write();
        } catch (
                @SuppressWarnings("unused")
                RejectedDataException e) {
            throw new BatchUndone(known.lookingFirst(), null);
        }
    }

    private TimedLogic timed() {
        return rerunId == null
                ? new UntimedLogic(tx.items())
                : processor.threads().timed(rerunId, tx.items(), writes != null);
    }

    private RegisterView view(List<ActivityEntry> entries, Map<ItemKey, PlacedItem> taken, Items items) {
        Instant first = entries.get(0).createdAt();
        Instant last = first;
        Set<String> orderingKeys = new HashSet<>();
        for (ActivityEntry entry : entries) {
            orderingKeys.add(entry.orderingKey());
            first = earlier(first, earlier(entry.createdAt(), entry.occurredAt()));
            last = earlier(last, entry.createdAt()).equals(last) ? entry.createdAt() : last;
            last = earlier(last, entry.occurredAt()).equals(last) ? entry.occurredAt() : last;
        }
        RegisterView view = new RegisterView(items, app, last.plus(1, ChronoUnit.MICROS));
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
        private final TimedLogic logic;
        private final Map<ItemKey, RegisterItem> items = new LinkedHashMap<>();
        private final List<NewOutcome> outcomes = new ArrayList<>();
        private final Map<String, Failure> failures = new LinkedHashMap<>();
        private final Map<String, String> held = new LinkedHashMap<>();
        private final Map<String, String> holding = new HashMap<>(failedKeys == null ? Map.of() : failedKeys);
        private long processed;
        private long withoutContract;
        private long retained;

        Pass(RegisterView view, Known known, TimedLogic logic) {
            this.logic = logic;
            this.view = view;
            this.known = known;
        }

        Set<ItemKey> keys() {
            return items.keySet();
        }

        void calculate(ActivityEntry entry) {
            String holder = holding.get(entry.orderingKey());
            if (holder != null) {
                held.put(entry.id(), holder);
                return;
            }
            Processed failed = known.failed().get(entry.id());
            if (failed != null) {
                add(failed, List.of(), null);
                return;
            }
            Processed result = processor.process(entry, view, rerunId, writes, logic);
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
                    diagnostics.add(Remarks.retained(item, existing.item(), reason.get()));
                }
            }
            retained += result.result().items().size() - created.size();
            diagnostics.addAll(keptBeside(entry, result.result()));
            add(result, created, diagnostics);
        }

        private void fail(Processed result) {
            String id = result.entry().id();
            if (result.mayPass() && known.attempts(id) < mostTries) {
                throw BatchUndone.forAWhile(known, id);
            }
            if (writes != null) {
                throw new BatchUndone(known.with(result), id);
            }
            add(result, List.of(), null);
        }

        private List<Diagnostic> remarksOnFailure(Processed result) {
            List<Diagnostic> remarks = new ArrayList<>(result.result().diagnostics());
            int attempts = known.attempts(result.entry().id());
            if (attempts > 1) {
                remarks.add(new Diagnostic(Diagnostic.ATTEMPTS, Integer.toString(attempts)));
            }
            return remarks;
        }

        /** What stands in the register for this entry and is no longer calculated, yet may not be deleted. */
        private List<Diagnostic> keptBeside(ActivityEntry entry, LogicResult result) {
            List<PlacedItem> before = view.rememberedOf(entry.id());
            if (before.isEmpty()) {
                return List.of();
            }
            Set<ItemKey> calculated = new HashSet<>();
            result.items().forEach(draft -> calculated.add(new ItemKey(draft.register(), draft.uniqueKey())));
            List<Diagnostic> remarks = new ArrayList<>();
            for (PlacedItem item : before) {
                if (!calculated.contains(ItemKey.of(item.item()))) {
                    keptBecause.apply(item).ifPresent(reason -> remarks.add(Remarks.kept(item.item(), reason)));
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
                failures.put(entry.id(), new Failure(result.error(), known.attempts(entry.id())));
                if (failedKeys != null) {
                    holding.put(entry.orderingKey(), entry.id());
                }
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
                    processor.limits().fitting(diagnostics == null ? remarksOnFailure(result) : diagnostics),
                    result.duration()));
        }

        Result write() {
            tx.items().insert(app, List.copyOf(items.values()));
            tx.entries().insertOutcomes(app, outcomes);
            return new Result(processed, withoutContract, items.size(), retained, failures, held);
        }
    }
}
