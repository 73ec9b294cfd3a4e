package dev.rerun.testkit;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ActivityOutcome;
import dev.rerun.api.Contract;
import dev.rerun.api.RegisterItem;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunRequest;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a contract team try its logic with the engine itself, without a database:
 *
 * <pre>{@code
 * LogicHarness harness = LogicHarness.of(new TonnageDues()).contract(tariff);
 * LogicHarness.Result result = harness.process(arrival, departure);
 * LogicHarness.Result again = harness.rerun(cutoff);
 * }</pre>
 *
 * <p>The register is in memory and grows from call to call. A contract that was changed in between applies to what is
 * processed afterwards. Not safe for several threads.
 */
public final class LogicHarness {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final ContractLogic logic;
    private final InMemoryStore store = new InMemoryStore();
    private final List<ActivityEntry> processed = new ArrayList<>();
    private @Nullable ContractResolver contracts;

    private LogicHarness(ContractLogic logic) {
        this.logic = Objects.requireNonNull(logic, "logic");
    }

    /**
     * Begins with an empty register.
     *
     * @param logic the logic to try
     * @return a harness that needs a contract, or a resolver, before it can process
     */
    public static LogicHarness of(ContractLogic logic) {
        return new LogicHarness(logic);
    }

    /**
     * Puts a contract in effect, for every entry at any time.
     *
     * @param contract the contract, which names the logic
     * @return this harness
     * @throws IllegalArgumentException if it names another logic
     */
    public LogicHarness contract(Contract contract) {
        if (!contract.logic().equals(logic.name())) {
            throw new IllegalArgumentException("contract " + contract.id() + " names the logic '" + contract.logic()
                    + "', but '" + logic.name() + "' is tried here");
        }
        return contracts(entry -> Optional.of(contract));
    }

    /**
     * Puts a resolver in place, for example a price list with dates.
     *
     * @param resolver what says which contract is in effect
     * @return this harness
     */
    public LogicHarness contracts(ContractResolver resolver) {
        this.contracts = Objects.requireNonNull(resolver, "contracts");
        return this;
    }

    /**
     * Puts an item into the register as a person does in the UI.
     *
     * @param app the app's name
     * @param item the item
     * @return this harness
     */
    public LogicHarness existing(String app, RegisterItem item) {
        store.addItem(app, item);
        return this;
    }

    /**
     * Processes entries for the first time, by sequence. What the logic throws is in the outcome of its entry.
     *
     * @param entries the entries, all of one app
     * @return the app's register and the outcomes of these entries
     * @throws IllegalStateException if there is no contract and no resolver
     * @throws IllegalArgumentException if there is no entry, they are of several apps, or one cannot be stored
     */
    public Result process(ActivityEntry... entries) {
        String app = appOf(Arrays.asList(entries));
        try (RerunEngine engine = engine()) {
            engine.process(Arrays.asList(entries));
            processed.addAll(Arrays.asList(entries));
            return result(engine, app, Arrays.asList(entries));
        }
    }

    /**
     * Calculates everything after an instant again, with the contracts that are in effect now.
     *
     * @param cutoff the window's start, exclusive; not in the future
     * @return the app's register and the outcomes of all entries, those of this rerun first
     * @throws IllegalStateException if nothing was processed yet
     * @throws dev.rerun.api.RerunException if the rerun cannot start or does not end within minutes
     */
    public Result rerun(Instant cutoff) {
        if (processed.isEmpty()) {
            throw new IllegalStateException("nothing was processed yet; call process first");
        }
        String app = processed.get(0).app();
        try (RerunEngine engine = engine()) {
            engine.start(RerunRequest.after(cutoff).ofApp(app)).await(PATIENCE);
            return result(engine, app, processed);
        }
    }

    private RerunEngine engine() {
        if (contracts == null) {
            throw new IllegalStateException("no contract is in effect; give one with contract(...)");
        }
        // Without limit of age, so that fixed dates in a team's tests do not grow too old one day.
        return RerunEngines.builder()
                .store(store)
                .contracts(contracts)
                .logic(logic)
                .retention(Duration.ofDays(365 * 1000L))
                .workers(1)
                .build();
    }

    private Result result(RerunEngine engine, String app, List<ActivityEntry> entries) {
        List<ActivityOutcome> outcomes = new ArrayList<>();
        entries.forEach(entry -> outcomes.addAll(engine.outcomes(app, entry.id())));
        return new Result(store.items(app), outcomes);
    }

    private String appOf(List<ActivityEntry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("there is no entry to process; give at least one");
        }
        String app =
                processed.isEmpty() ? entries.get(0).app() : processed.get(0).app();
        for (ActivityEntry entry : entries) {
            if (!entry.app().equals(app)) {
                throw new IllegalArgumentException("entry " + entry.id() + " is of app '" + entry.app()
                        + "', others are of '" + app + "'; use one harness for each app");
            }
        }
        return app;
    }

    /**
     * What stands in the register, and how it came about.
     *
     * @param items all items of the app, by register, then unique key; copied
     * @param outcomes how the entries were processed: entry by entry as they were given, the newest processing of each
     *     first; copied
     */
    public record Result(List<RegisterItem> items, List<ActivityOutcome> outcomes) {
        /** Copies both lists. */
        public Result {
            items = List.copyOf(items);
            outcomes = List.copyOf(outcomes);
        }
    }
}
