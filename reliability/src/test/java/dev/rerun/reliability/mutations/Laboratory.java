package dev.rerun.reliability.mutations;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.rerun.reliability.mutations.Verdicts.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tries mutations on a copy of the project, one after the other. */
final class Laboratory {
    private final Path root;
    private final Maven maven;
    private final Verdicts verdicts;

    Laboratory(Path root) {
        this.root = root;
        this.maven = new Maven(root);
        this.verdicts = new Verdicts(root);
    }

    /** A test that fails anyway catches nothing. */
    void requireThatAllPass(List<Catcher> tests) throws IOException, InterruptedException {
        for (Map.Entry<String, List<Catcher>> module : byModule(tests).entrySet()) {
            if (!maven.passes(module.getKey(), module.getValue())) {
                throw new AssertionError("without a mutation not all tests pass:\n" + maven.said());
            }
            for (Catcher test : module.getValue()) {
                if (verdicts.of(test).executions() == 0) {
                    throw new AssertionError(test.pattern() + " was not executed");
                }
            }
        }
    }

    /** What each of a mutation's tests says of it; the copy is as it was afterwards. */
    Map<Catcher, Verdict> verdicts(Mutation mutation) throws IOException, InterruptedException {
        mutation.edits().forEach(edit -> edit.apply(root));
        try {
            Map<Catcher, Verdict> found = new LinkedHashMap<>();
            for (Map.Entry<String, List<Catcher>> module :
                    byModule(mutation.caughtBy()).entrySet()) {
                found.putAll(verdicts(mutation, module.getKey(), module.getValue()));
            }
            return found;
        } finally {
            mutation.edits().forEach(edit -> edit.undo(root, Sources.project()));
        }
    }

    private Map<Catcher, Verdict> verdicts(Mutation mutation, String module, List<Catcher> tests)
            throws IOException, InterruptedException {
        verdicts.forget(module);
        boolean unused = maven.passes(module, tests);
        Map<Catcher, Verdict> found = new LinkedHashMap<>();
        for (Catcher test : tests) {
            Verdict verdict = verdicts.of(test);
            // What does not compile is not executed either.
            if (verdict.executions() == 0) {
                throw new AssertionError(
                        test.pattern() + " was not executed on " + mutation.name() + ":\n" + maven.said());
            }
            found.put(test, verdict);
        }
        return found;
    }

    private static Map<String, List<Catcher>> byModule(Collection<Catcher> tests) {
        return tests.stream().collect(groupingBy(Catcher::module, TreeMap::new, toList()));
    }
}
