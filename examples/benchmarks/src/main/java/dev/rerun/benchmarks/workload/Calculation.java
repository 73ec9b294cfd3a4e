package dev.rerun.benchmarks.workload;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A workload's logic as a plain function. */
public interface Calculation {
    /** From when on the logic reads its key's items, inclusive; null if it reads nothing. */
    @Nullable
    Instant readsFrom(Entry entry);

    /** Calculates an entry. What it reads stands in the sight, which holds at least what {@link #readsFrom} asked for. */
    Calculated apply(Entry entry, Sight sight);
}
