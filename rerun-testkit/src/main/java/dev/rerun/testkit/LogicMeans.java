package dev.rerun.testkit;

import java.util.List;

/** What logic does in a store's transactions by means of its host's own, as the contract tests need it. */
public interface LogicMeans {
    /**
     * Writes a note to a table of the host's that takes each text once, in the calling thread's store transaction.
     *
     * @param text the note
     */
    void write(String text);

    /**
     * Reads the register as logic's own statements see it in the calling thread's store transaction.
     *
     * @return the unique keys of all items
     */
    List<String> uniqueKeys();

    /**
     * Reads the notes that are committed.
     *
     * @return their texts, in any order
     */
    List<String> committed();
}
