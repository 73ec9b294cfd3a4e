package dev.rerun.testkit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes changes and remembers how to take them back, newest first; so a rollback costs what was changed, not what is stored. */
final class UndoLog {
    private final Deque<Runnable> undos = new ArrayDeque<>();

    <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        undos.push(before == null ? () -> map.remove(key) : () -> map.put(key, before));
    }

    <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            undos.push(() -> map.put(key, before));
        }
    }

    <E> void add(Set<E> set, E element) {
        if (set.add(element)) {
            undos.push(() -> set.remove(element));
        }
    }

    <E> void append(List<E> list, E element) {
        list.add(element);
        undos.push(() -> list.remove(list.size() - 1));
    }

    void change(Runnable change, Runnable undo) {
        change.run();
        undos.push(undo);
    }

    /** Makes several changes as one: if one of them throws, those before it are taken back. */
    void together(Runnable changes) {
        int mark = undos.size();
        boolean done = false;
        try {
            changes.run();
            done = true;
        } finally {
            if (!done) {
                rollBackTo(mark);
            }
        }
    }

    void rollBack() {
        rollBackTo(0);
    }

    private void rollBackTo(int mark) {
        while (undos.size() > mark) {
            undos.pop().run();
        }
    }
}
