package dev.rerun.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** Runs contract tests as an adapter's build would, and tells which promises they found broken. */
record ContractRun(long tests, Set<String> broken) {
    static ContractRun of(Class<?> subject) {
        return of(subject, "");
    }

    /** Runs the tests of one promise. */
    static ContractRun of(Class<?> subject, String promise) {
        PostDiscoveryFilter ofPromise = test ->
                FilterResult.includedIf(!test.isTest() || test.getDisplayName().startsWith(promise));
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(subject))
                .filters(ofPromise)
                .execute()
                .testEvents();
        Set<String> broken = tests.failed().stream()
                .map(failure -> failure.getTestDescriptor().getDisplayName())
                .map(name -> name.substring(0, name.indexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
        return new ContractRun(tests.started().count(), broken);
    }
}
