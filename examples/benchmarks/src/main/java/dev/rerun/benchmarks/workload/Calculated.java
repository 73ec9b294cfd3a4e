package dev.rerun.benchmarks.workload;

import java.util.List;

/**
 * What came of one entry.
 *
 * @param contract the number of the contract in effect
 * @param remark what is said of it
 * @param items the items to be written, each unless one that was kept stands in its place
 */
public record Calculated(int contract, String remark, List<NewItem> items) {
    public Calculated {
        items = List.copyOf(items);
    }
}
