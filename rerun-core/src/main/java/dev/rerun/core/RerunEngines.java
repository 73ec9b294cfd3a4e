package dev.rerun.core;

import dev.rerun.api.RerunAuthorizer;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunListener;
import dev.rerun.core.eligibility.EligibilityRule.HostRule;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.ContractLogic;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.core.spi.EntryHandler;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.WorkObserver;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Builds engines. */
public final class RerunEngines {
    private RerunEngines() {}

    /**
     * Begins an engine. It needs a store, and a contract resolver or a handler; everything else has a default.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects what an engine needs. Not safe for several threads. */
    public static final class Builder {
        /** How old an entry can be and still be calculated again, in days: {@value}. */
        public static final int DEFAULT_RETENTION_DAYS = 45;

        /** How many lanes a run has: {@value}. */
        public static final int DEFAULT_LANES = 64;

        /** How many entries a worker processes in one transaction: {@value}. */
        public static final int DEFAULT_BATCH_SIZE = 1000;

        /** How long a run may stand still before what is outstanding is published again, in seconds: {@value}. */
        public static final int DEFAULT_STALLED_AFTER_SECONDS = 60;

        /** How often an entry is tried at most whose error may pass: {@value}. */
        public static final int DEFAULT_MOST_TRIES = 5;

        /** How long resolver and logic may take for one entry of a rerun, in minutes: {@value}. */
        public static final int DEFAULT_ENTRY_TIME_LIMIT_MINUTES = 5;

        private @Nullable String app;
        private @Nullable RerunStore store;
        private @Nullable ActivityStream stream;
        private @Nullable ContractResolver contracts;
        private @Nullable EntryHandler handler;
        private final List<ContractLogic> logic = new ArrayList<>();
        private Duration retention = Duration.ofDays(DEFAULT_RETENTION_DAYS);
        private @Nullable Clock clock;
        private int workers = Math.min(8, Runtime.getRuntime().availableProcessors());
        private int lanes = DEFAULT_LANES;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private Duration stalledAfter = Duration.ofSeconds(DEFAULT_STALLED_AFTER_SECONDS);
        private Duration entryTimeLimit = Duration.ofMinutes(DEFAULT_ENTRY_TIME_LIMIT_MINUTES);
        private Predicate<Throwable> mayPass = error -> false;
        private int mostTries = DEFAULT_MOST_TRIES;
        private final List<HostRule> hostRules = new ArrayList<>();
        private @Nullable RerunAuthorizer authorizer;
        private final List<RerunListener> listeners = new ArrayList<>();
        private final List<WorkObserver> observers = new ArrayList<>();

        private Builder() {}

        /**
         * Names the app that a start means when it names none. Without it, every request must name its app.
         *
         * @param name the app's name, not blank
         * @return this builder
         */
        public Builder app(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("the default app's name is blank; give a name, or leave it out");
            }
            this.app = name;
            return this;
        }

        /**
         * Gives the store. Required.
         *
         * @param rerunStore where entries, items and runs are kept; it is not closed by the engine
         * @return this builder
         */
        public Builder store(RerunStore rerunStore) {
            this.store = Objects.requireNonNull(rerunStore, "store");
            return this;
        }

        /**
         * Gives the stream. By default an {@link InProcessStream}.
         *
         * @param activityStream what carries word of queued entries; it is closed by the engine
         * @return this builder
         */
        public Builder stream(ActivityStream activityStream) {
            this.stream = Objects.requireNonNull(activityStream, "stream");
            return this;
        }

        /**
         * Gives the resolver. Required, unless the entries have a handler.
         *
         * @param resolver what says which contract is in effect
         * @return this builder
         */
        public Builder contracts(ContractResolver resolver) {
            this.contracts = Objects.requireNonNull(resolver, "contracts");
            return this;
        }

        /**
         * Adds contract logic. Where none is added, the engine takes all that {@link ServiceLoader} finds with the thread's
         * context class loader, or with this library's own if that finds none.
         *
         * @param plugIn the logic; its name must be unique in the engine
         * @return this builder
         */
        public Builder logic(ContractLogic plugIn) {
            logic.add(Objects.requireNonNull(plugIn, "logic"));
            return this;
        }

        /**
         * Gives what is done with entries that no contract turns into register items, in place of contracts and logic. Runs of
         * such an engine are started with a query, {@link dev.rerun.api.RerunRequest#where}; they touch no register, one entry
         * is handled in a transaction at a time, and an app may have several at once.
         *
         * @param entryHandler the handler
         * @return this builder
         */
        public Builder handler(EntryHandler entryHandler) {
            this.handler = Objects.requireNonNull(entryHandler, "handler");
            return this;
        }

        /**
         * Says how old an entry can be and still be calculated again. By default {@value #DEFAULT_RETENTION_DAYS} days.
         *
         * @param age whole seconds, at least one and at most 365,000 days
         * @return this builder
         * @throws IllegalArgumentException if it is zero, negative, too long, or not of whole seconds
         */
        public Builder retention(Duration age) {
            String bounds = "whole seconds, at least one and at most 365,000 days";
            this.retention =
                    Setting.ofWholeSeconds(age, Duration.ofSeconds(1), Duration.ofDays(365_000), "retention", bounds);
            return this;
        }

        /**
         * Decides what "now" is for retention and for the check that a cutoff is not in the future: for tests, and for
         * replays of old data. By default the store's clock. The times of states are always the store's.
         *
         * @param source the clock
         * @return this builder
         */
        public Builder clock(Clock source) {
            this.clock = Objects.requireNonNull(source, "clock");
            return this;
        }

        /**
         * Says how many batches this engine processes at the same time. By default one for each processor, eight at most.
         *
         * @param count the number of workers; zero for an engine that starts runs and leaves the work to other processes,
         *     or until {@link RerunEngine#startWorkers}
         * @return this builder
         * @throws IllegalArgumentException if it is negative or above 1024
         */
        public Builder workers(int count) {
            this.workers = Setting.inRange(count, 0, RerunEngine.MOST_WORKERS, "workers");
            return this;
        }

        /**
         * Says how many lanes a run has: entries of one lane are processed one after another. By default {@value
         * #DEFAULT_LANES}; one makes the whole run a single sequence.
         *
         * @param count the number of lanes
         * @return this builder
         * @throws IllegalArgumentException if it is less than one or above 4096
         */
        public Builder lanes(int count) {
            this.lanes = Setting.inRange(count, 1, 4096, "lanes");
            return this;
        }

        /**
         * Says how many entries are processed in one transaction. By default {@value #DEFAULT_BATCH_SIZE}.
         *
         * @param entries the number of entries
         * @return this builder
         * @throws IllegalArgumentException if it is less than one or above 10000
         */
        public Builder batchSize(int entries) {
            this.batchSize = Setting.inRange(entries, 1, 10_000, "batchSize");
            return this;
        }

        /**
         * Says how long a run may have entries outstanding and process none, before they are published again: messages may
         * have been lost, or expired. By default {@value #DEFAULT_STALLED_AFTER_SECONDS} seconds; as long as the run still does
         * not move, it is twice as long each time, up to 64 times. It is longer than what one batch takes; if it is not, entries
         * are published needlessly, and no harm is done.
         *
         * @param time from one second to 30 days
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder stalledAfter(Duration time) {
            String bounds = "at least one second, and at most 30 days";
            this.stalledAfter =
                    Setting.inRange(time, Duration.ofSeconds(1), Duration.ofDays(30), "stalledAfter", bounds);
            return this;
        }

        /**
         * Says how long resolver and logic may take for one entry of a rerun, before they are interrupted and the entry fails. By
         * default {@value #DEFAULT_ENTRY_TIME_LIMIT_MINUTES} minutes. Reads of the store do not count.
         *
         * @param time from one millisecond to a day
         * @return this builder
         * @throws IllegalArgumentException if it is not
         */
        public Builder entryTimeLimit(Duration time) {
            String bounds = "at least one millisecond, and at most a day";
            this.entryTimeLimit =
                    Setting.inRange(time, Duration.ofMillis(1), Duration.ofDays(1), "entryTimeLimit", bounds);
            return this;
        }

        /**
         * Says which errors of resolver and logic may pass by themselves, such as a tariff service that is restarted. An entry that
         * fails so is tried again after a pause, from a tenth of a second to five; the pauses are outside any transaction. By
         * default none: what resolver or logic throw fails the entry at once. Errors of the store's database need not be named;
         * they fail no entry.
         *
         * @param classifier whether an error may pass; asked for the error and then for its causes, by several threads
         * @param tries how often an entry is tried at most; {@value #DEFAULT_MOST_TRIES} is a good number
         * @return this builder
         * @throws IllegalArgumentException if the number is less than one or above 100
         */
        public Builder tryAgain(Predicate<Throwable> classifier, int tries) {
            this.mayPass = Objects.requireNonNull(classifier, "classifier");
            this.mostTries = Setting.inRange(tries, 1, 100, "tries");
            return this;
        }

        /**
         * Adds a rule that keeps more items.
         *
         * @param rule the rule
         * @return this builder
         */
        public Builder keep(HostRule rule) {
            hostRules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /**
         * Says who may act. Without it, requests that name a caller are refused.
         *
         * @param decision the host's word
         * @return this builder
         */
        public Builder authorizer(RerunAuthorizer decision) {
            this.authorizer = Objects.requireNonNull(decision, "authorizer");
            return this;
        }

        /**
         * Adds a listener.
         *
         * @param listener hears what the store's runs do, whichever process works on them
         * @return this builder
         */
        public Builder listener(RerunListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Adds an observer.
         *
         * @param observer watches this engine work, for meters or traces
         * @return this builder
         */
        public Builder observe(WorkObserver observer) {
            observers.add(Objects.requireNonNull(observer, "observer"));
            return this;
        }

        /**
         * Checks the store and starts the workers, which at once take up what an earlier process left behind. The engine also
         * looks after the runs of all processes.
         *
         * @return the engine; close it at the end
         * @throws IllegalStateException if the store, or contracts, logic and handler are missing, if there are both, or two plug-ins
         *     have one name
         * @throws dev.rerun.api.RerunException if the store cannot be used
         */
        public RerunEngine build() {
            RerunStore checked = Setting.given(store, "store", "store");
            requireOneKind();
            checked.verify();
            Policy policy =
                    new Policy(retention, clock, lanes, batchSize, hostRules, stalledAfter, mostTries, authorizer);
            Work work = work(new LimitCheck(checked.limits()), policy);
            ActivityStream chosen = stream == null ? new InProcessStream() : stream;
            return new Engine(app, checked, chosen, policy, work, new Audience(listeners), new Observers(observers))
                    .open(workers);
        }

        private void requireOneKind() {
            if (handler == null) {
                Setting.given(contracts, "contract resolver", "contracts");
            } else if (contracts != null || !logic.isEmpty()) {
                throw new IllegalStateException("the engine has a handler, and contracts or logic too; give one or the"
                        + " other, and build a second engine for the rest");
            }
        }

        private Work work(LimitCheck limits, Policy policy) {
            Faults faults = new Faults(mayPass);
            LogicThreads threads = new LogicThreads(entryTimeLimit);
            if (handler != null) {
                return Work.of(handler, faults, limits, threads, mostTries);
            }
            ContractResolver resolver = Setting.given(contracts, "contract resolver", "contracts");
            LogicCatalog catalog = logic.isEmpty() ? LogicCatalog.discovered() : LogicCatalog.of(logic);
            return Work.of(new EntryProcessor(resolver, catalog, limits, faults, threads), policy);
        }
    }
}
