package dev.rerun.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Cuts many keys into arrays that every database takes; H2 ends at 65,536 elements. */
final class Chunks {
    static final int SIZE = 10_000;

    private Chunks() {}

    static <T> List<List<T>> of(Collection<T> values) {
        List<T> all = List.copyOf(values);
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += SIZE) {
            chunks.add(all.subList(start, Math.min(start + SIZE, all.size())));
        }
        return chunks;
    }
}
