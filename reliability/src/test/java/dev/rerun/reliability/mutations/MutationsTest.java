package dev.rerun.reliability.mutations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.rerun.reliability.mutations.Verdicts.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Each defect that is put in on purpose is caught by each test that is named for it. That takes a build for each, so it is asked for:
 * by the system property {@value #PROPERTY}, with {@code all} or the name of a mutation. Always tried is that the list is up to date.
 */
class MutationsTest {
    private static final String PROPERTY = "reliability.mutations";

    private static final List<Mutation> ALL = Stream.of(StoreMutations.ALL, StreamMutations.ALL, EngineMutations.ALL)
            .flatMap(List::stream)
            .toList();

    @Test
    void whatMutationsChangeIsThereOnce() {
        SoftAssertions all = new SoftAssertions();
        for (Mutation mutation : ALL) {
            for (Edit edit : mutation.edits()) {
                all.assertThat(edit.occurrences(Sources.project()))
                        .as("%s: '%s' in %s", mutation.name(), edit.text(), edit.file())
                        .isEqualTo(1);
            }
        }
        all.assertThat(ALL).extracting(Mutation::name).doesNotHaveDuplicates();
        all.assertAll();
    }

    @Test
    void testsThatCatchMutationsAreThere() throws IOException {
        SoftAssertions all = new SoftAssertions();
        for (Mutation mutation : ALL) {
            all.assertThat(mutation.caughtBy()).as(mutation.name()).isNotEmpty();
        }
        Map<String, String> tests = testSources();
        for (Mutation mutation : ALL) {
            for (Catcher test : mutation.caughtBy()) {
                all.assertThat(tests).as(mutation.name()).containsKey(test.type());
                all.assertThat(tests.values())
                        .as(test.pattern())
                        .anyMatch(source -> source.contains(test.method() + "("));
            }
        }
        all.assertAll();
    }

    /** The kit's tests are in its main sources. */
    private static Map<String, String> testSources() throws IOException {
        Map<String, String> sources = new TreeMap<>();
        for (String module : List.of(
                "rerun-jdbc/src/test", "engine-verification/src/test", "rerun-kafka/src/test", "rerun-testkit/src")) {
            try (Stream<Path> files = Files.walk(Sources.project().resolve(module))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return sources;
    }

    @Test
    void eachMutationIsCaughtByItsTests() throws IOException, InterruptedException {
        String asked = System.getProperty(PROPERTY, "");
        assumeFalse(asked.isEmpty(), "takes a build for each; -D" + PROPERTY + "=all");
        List<Mutation> mutations = ALL.stream()
                .filter(mutation -> asked.equals("all") || asked.equals(mutation.name()))
                .toList();
        assertThat(mutations).as("mutations called " + asked).isNotEmpty();
        List<String> missed = new ArrayList<>();
        List<String> page = new ArrayList<>(List.of("| mutation | test | failed |", "|---|---|---|"));
        try (Sources copy = Sources.copyOf(Sources.project())) {
            Laboratory laboratory = new Laboratory(copy.root());
            laboratory.requireThatAllPass(
                    mutations.stream().flatMap(one -> one.caughtBy().stream()).toList());
            for (Mutation mutation : mutations) {
                Map<Catcher, Verdict> verdicts = laboratory.verdicts(mutation);
                verdicts.forEach((test, verdict) -> {
                    page.add("| " + mutation.name() + " | " + test.pattern() + " | " + verdict.failed() + " of "
                            + verdict.executions() + " |");
                    if (verdict.failed() == 0) {
                        missed.add(mutation.name() + " by " + test.pattern());
                    }
                });
                System.out.println(mutation.name() + ": " + verdicts);
            }
        }
        Files.write(Path.of("target", "mutations.md"), page);
        assertThat(missed).as("mutations that a test does not catch").isEmpty();
    }
}
