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

    /** What each of a mutation's tests says of it, or nothing if it does not compile; the copy is as it was afterwards. */
    Map<Catcher, Verdict> verdicts(Mutation mutation) throws IOException, InterruptedException {
        mutation.edits().forEach(edit -> edit.apply(root));
        try {
            Map<String, List<Catcher>> modules = byModule(mutation.caughtBy());
            if (!maven.compiles(modules.keySet())) {
                System.out.println(mutation.name() + " does not compile:\n" + maven.said());
                return Map.of();
            }
            Map<Catcher, Verdict> found = new LinkedHashMap<>();
            for (Map.Entry<String, List<Catcher>> module : modules.entrySet()) {
                verdicts.forget(module.getKey());
                boolean unused = maven.passes(module.getKey(), module.getValue());
                for (Catcher test : module.getValue()) {
                    found.put(test, verdicts.of(test));
                }
            }
            return found;
        } finally {
            mutation.edits().forEach(edit -> edit.undo(root, Sources.project()));
        }
    }

    private static Map<String, List<Catcher>> byModule(Collection<Catcher> tests) {
        return tests.stream().collect(groupingBy(Catcher::module, TreeMap::new, toList()));
    }
}
