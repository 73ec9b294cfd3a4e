package dev.rerun.testkit;

import dev.rerun.core.spi.ArchivedItems;
import dev.rerun.core.spi.Entries;
import dev.rerun.core.spi.Items;
import dev.rerun.core.spi.Lane;
import dev.rerun.core.spi.Lanes;
import dev.rerun.core.spi.LogicWrites;
import dev.rerun.core.spi.Preparation;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.core.spi.Run;
import dev.rerun.core.spi.Runs;
import dev.rerun.core.spi.StoreLimits;
import dev.rerun.core.spi.StoreTransaction;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store whose transactions run at the same time and lock rows, to try the lock contract on; each of its faults leaves out
 * one lock. Everything is committed at once, so it keeps no other promise.
 */
final class ParallelStore implements RerunStore {
    enum Fault {
        RUN_LOCK_DOES_NOT_LOCK,
        RUN_LOCK_IGNORES_LANES,
        CLAIM_WAITS_FOR_HELD_LANES,
        CLAIM_TAKES_HELD_LANES,
        LANE_LOCK_DOES_NOT_WAIT,
        EPOCH_IGNORES_PROCESSING,
        KEYS_ARE_NOT_EXCLUSIVE,
        BEGINNING_WAITS_FOR_LANES,
        BEGINNING_IGNORES_RUN_LOCK,
        ABANDONED_INCLUDES_HELD_RUNS,
        ABANDONED_IS_NOT_LOCKED,
        ROLLBACK_KEEPS_LOCKS,
        COMMAND_WAITS_FOR_RUN_LOCK,
        TURN_WAITS_FOR_RUN_LOCK,
        TURN_IS_NOT_EXCLUSIVE
    }

    private final InMemoryStore inner;
    private final Set<Fault> faults;
    private final LockTable table = new LockTable();

    ParallelStore(InMemoryStore inner, Fault... faults) {
        this.inner = inner;
        this.faults = EnumSet.noneOf(Fault.class);
        this.faults.addAll(List.of(faults));
    }

    @Override
    public void verify() {}

    @Override
    public StoreLimits limits() {
        return inner.limits();
    }

    @Override
    public <T extends @Nullable Object> T transaction(Function<StoreTransaction, T> work) {
        Transaction transaction = new Transaction();
        boolean committed = false;
        try {
            T result = work.apply(transaction);
            committed = true;
            return result;
        } finally {
            if (committed || !faults.contains(Fault.ROLLBACK_KEEPS_LOCKS)) {
                transaction.held.forEach(Lock::unlock);
            }
        }
    }

    private final class Transaction implements StoreTransaction {
        private final Deque<Lock> held = new ArrayDeque<>();

        @Override
        public Instant now() {
            return inner.transaction(StoreTransaction::now);
        }

        @Override
        public Runs runs() {
            return part(Runs.class, StoreTransaction::runs, this::lockRuns);
        }

        @Override
        public Lanes lanes() {
            return part(Lanes.class, StoreTransaction::lanes, this::lockLanes);
        }

        @Override
        public Entries entries() {
            return part(Entries.class, StoreTransaction::entries, this::lockEntries);
        }

        @Override
        public Preparation preparation() {
            return part(Preparation.class, StoreTransaction::preparation, (method, args) -> Optional.empty());
        }

        @Override
        public Items items() {
            return part(Items.class, StoreTransaction::items, (method, args) -> Optional.empty());
        }

        @Override
        public ArchivedItems archivedItems() {
            return part(ArchivedItems.class, StoreTransaction::archivedItems, (method, args) -> Optional.empty());
        }

        @Override
        public Optional<LogicWrites> logicWrites() {
            return Optional.empty();
        }

        private Optional<Object> lockRuns(Method method, Object[] args) {
            switch (method.getName()) {
                case "lock" -> lockRun((long) args[0]);
                case "begin" -> {
                    if (faults.contains(Fault.BEGINNING_WAITS_FOR_LANES)) {
                        take(table.writing("run " + args[0]));
                    } else if (!faults.contains(Fault.BEGINNING_IGNORES_RUN_LOCK)) {
                        take(table.reading("run " + args[0]));
                    }
                }
                case "closeEpoch" -> {
                    if (!faults.contains(Fault.EPOCH_IGNORES_PROCESSING)) {
                        take(table.writing("app " + args[0]));
                    }
                }
                case "record" -> {
                    if (faults.contains(Fault.COMMAND_WAITS_FOR_RUN_LOCK)) {
                        take(table.reading("run " + args[0]));
                    }
                }
                case "takeTurn" -> {
                    if (faults.contains(Fault.TURN_IS_NOT_EXCLUSIVE)) {
                        return Optional.of(Duration.ZERO);
                    }
                    if (faults.contains(Fault.TURN_WAITS_FOR_RUN_LOCK)) {
                        take(table.writing("run " + args[0]));
                    }
                    take(table.alone("turn " + args[0]));
                }
                case "lockAbandoned" -> {
                    return Optional.of(abandoned((Duration) args[0]));
                }
                default -> {}
            }
            return Optional.empty();
        }

        private void lockRun(long id) {
            if (faults.contains(Fault.RUN_LOCK_IGNORES_LANES)) {
                take(table.alone("run " + id));
            } else if (!faults.contains(Fault.RUN_LOCK_DOES_NOT_LOCK)) {
                take(table.writing("run " + id));
            }
        }

        private List<Long> abandoned(Duration grace) {
            List<Long> free = new ArrayList<>();
            for (long id : inner.transaction(transaction -> transaction.runs().lockAbandoned(grace))) {
                boolean ignored = faults.contains(Fault.ABANDONED_INCLUDES_HELD_RUNS)
                        || faults.contains(Fault.ABANDONED_IS_NOT_LOCKED);
                if (ignored || takeIfFree(table.writing("run " + id))) {
                    free.add(id);
                }
            }
            return free;
        }

        private Optional<Object> lockLanes(Method method, Object[] args) {
            if (method.getName().equals("claim")) {
                return Optional.of(claim((long) args[0], (int) args[1], (int) args[2]));
            }
            if (method.getName().equals("lock")) {
                take(table.reading("run " + args[0]));
                if (!faults.contains(Fault.LANE_LOCK_DOES_NOT_WAIT)) {
                    take(table.alone("lane " + args[0] + "/" + args[1]));
                }
            }
            return Optional.empty();
        }

        private Optional<Lane> claim(long rerunId, int from, int end) {
            take(table.reading("run " + rerunId));
            int lanes = inner.transaction(transaction -> transaction.runs().find(rerunId))
                    .map(Run::lanes)
                    .orElse(0);
            for (int i = from; i < Math.min(lanes, end); i++) {
                int number = i;
                Optional<Lane> lane =
                        inner.transaction(transaction -> transaction.lanes().lock(rerunId, number));
                if (lane.isPresent()
                        && lane.get().watermark() < lane.get().end()
                        && claims(table.alone("lane " + rerunId + "/" + number))) {
                    return lane;
                }
            }
            return Optional.empty();
        }

        private boolean claims(Lock lane) {
            if (faults.contains(Fault.CLAIM_TAKES_HELD_LANES)) {
                return true;
            }
            if (faults.contains(Fault.CLAIM_WAITS_FOR_HELD_LANES)) {
                take(lane);
                return true;
            }
            return takeIfFree(lane);
        }

        private Optional<Object> lockEntries(Method method, Object[] args) {
            if (method.getName().equals("enter")) {
                take(table.reading("app " + args[0]));
                if (!faults.contains(Fault.KEYS_ARE_NOT_EXCLUSIVE)) {
                    @SuppressWarnings("unchecked")
                    Set<String> keys = (Set<String>) args[1];
                    LockTable.sorted(keys).forEach(key -> take(table.alone("key " + args[0] + "/" + key)));
                }
            }
            return Optional.empty();
        }

        private void take(Lock lock) {
            lock.lock();
            held.push(lock);
        }

        private boolean takeIfFree(Lock lock) {
            boolean taken = lock.tryLock();
            if (taken) {
                held.push(lock);
            }
            return taken;
        }

        /** Each call is a transaction of its own, which holds the rows that the inner store expects it to hold. */
        private <P> P part(Class<P> type, Function<StoreTransaction, P> choose, Locking locking) {
            return Proxies.of(type, (method, args) -> {
                Optional<Object> answer = locking.lock(method, args);
                if (answer.isPresent()) {
                    return answer.get();
                }
                return inner.<@Nullable Object>transaction(transaction -> {
                    for (Object arg : args) {
                        if (arg instanceof Lane lane) {
                            transaction.lanes().lock(lane.rerunId(), lane.number());
                        } else if (arg instanceof Run run) {
                            transaction.runs().lock(run.id());
                        } else if (arg instanceof Long id) {
                            transaction.runs().lock(id);
                        }
                    }
                    return Proxies.invoke(method, choose.apply(transaction), args);
                });
            });
        }
    }

    private interface Locking {
        Optional<Object> lock(Method method, Object[] args);
    }
}
