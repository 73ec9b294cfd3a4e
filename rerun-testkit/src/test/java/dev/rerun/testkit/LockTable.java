package dev.rerun.testkit;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** The row locks of a store whose transactions run at the same time, each on a thread of its own. */
final class LockTable {
    private final Map<String, ReentrantReadWriteLock> shared = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> exclusive = new ConcurrentHashMap<>();

    Lock reading(String name) {
        return shared.computeIfAbsent(name, any -> new ReentrantReadWriteLock()).readLock();
    }

    Lock writing(String name) {
        return shared.computeIfAbsent(name, any -> new ReentrantReadWriteLock()).writeLock();
    }

    Lock alone(String name) {
        return exclusive.computeIfAbsent(name, any -> new ReentrantLock());
    }

    static Set<String> sorted(Set<String> names) {
        return new TreeSet<>(names);
    }
}
