package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.console.runs.RunState;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** The description of the API says what is there, and no more. */
@ConsoleTest
class ApiDescriptionTest {
    @Autowired
    private MockMvcTester mvc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping handlers;

    @Test
    void hasEveryEndpointAndNoOther() {
        Set<String> actual = new TreeSet<>();
        handlers.getHandlerMethods().keySet().forEach(endpoint -> endpoint.getPatternValues().stream()
                .filter(path -> path.startsWith("/api/apps/"))
                .forEach(path -> endpoint.getMethodsCondition()
                        .getMethods()
                        .forEach(method -> actual.add(method + " " + path))));

        Set<String> described = new TreeSet<>();
        map(description().get("paths")).forEach((path, operations) -> map(operations).keySet().stream()
                .filter(operation -> !operation.equals("parameters"))
                .forEach(operation -> described.add(operation.toUpperCase(Locale.ROOT) + " " + path)));

        assertThat(described).isEqualTo(actual).hasSizeGreaterThan(8);
    }

    @Test
    void namesEveryFieldOfARun() {
        Set<String> actual = Arrays.stream(RunState.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
        Map<String, Object> schemas = map(map(description().get("components")).get("schemas"));

        assertThat(map(map(schemas.get("Run")).get("properties")).keySet()).isEqualTo(actual);
    }

    private Map<String, Object> description() {
        MvcTestResult answer = mvc.get().uri("/api/openapi.yaml").exchange();
        assertThat(answer).hasStatusOk();
        return new Yaml().load(Http.body(answer));
    }

    @SuppressWarnings("unchecked") // what YAML calls a mapping
    private static Map<String, Object> map(@Nullable Object node) {
        return (Map<String, Object>) Objects.requireNonNull(node);
    }
}
