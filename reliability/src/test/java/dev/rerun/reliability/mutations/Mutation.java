package dev.rerun.reliability.mutations;

import java.util.List;

/**
 * A defect that is put into the libraries on purpose.
 *
 * @param name what it is asked for by
 * @param what what it takes from the libraries
 * @param edits what is changed in their sources
 * @param caughtBy the tests, each of which must fail
 */
record Mutation(String name, String what, List<Edit> edits, List<Catcher> caughtBy) {
    Mutation {
        edits = List.copyOf(edits);
        caughtBy = List.copyOf(caughtBy);
    }

    static Mutation of(String name, String what, Edit edit, Catcher... caughtBy) {
        return new Mutation(name, what, List.of(edit), List.of(caughtBy));
    }
}
