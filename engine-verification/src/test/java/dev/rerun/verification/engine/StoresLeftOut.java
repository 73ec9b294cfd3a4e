package dev.rerun.verification.engine;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Leaves out tests on some stores, by their names in the system property {@value #PROPERTY}: who runs the tests on a thousand mutants
 * of the engine has no time for servers. JUnit must be told to look for extensions, so this does nothing otherwise.
 */
public final class StoresLeftOut implements ExecutionCondition {
    private static final String PROPERTY = "rerun.stores.without";

    private final Set<String> names = Set.of(System.getProperty(PROPERTY, "").split(","));

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<ExtensionContext> one = Optional.of(context);
        while (one.isPresent()) {
            String shown = one.get().getDisplayName();
            if (names.stream().anyMatch(name -> !name.isEmpty() && shown.contains(name))) {
                return ConditionEvaluationResult.disabled(shown + " is left out");
            }
            one = one.get().getParent();
        }
        return ConditionEvaluationResult.enabled("");
    }
}
