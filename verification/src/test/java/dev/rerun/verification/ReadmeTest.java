package dev.rerun.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README shows what the build compiles and runs, and nothing else. */
class ReadmeTest {
    private static final Path README = Path.of("..", "README.md");

    @ParameterizedTest
    @CsvSource({
        "embedding, module-path-host/src/main/java/com/example/billing/Billing.java",
        "persistence, persistence-unit-host/src/main/java/com/example/customers/CustomerBilling.java",
        "plug-in, delivery-plug-in/src/main/java/com/example/delivery/DeliveryLogic.java",
    })
    void showsTheExampleThatTheBuildRuns(String region, String file) throws IOException {
        String example = region(Files.readAllLines(Path.of("src", "it").resolve(file)), region);

        assertThat(javaBlocks()).contains(example);
    }

    @Test
    void showsNoOtherJava() throws IOException {
        assertThat(javaBlocks()).hasSize(3);
    }

    private static String region(List<String> lines, String name) {
        int begin = lines.stream().map(String::strip).toList().indexOf("// readme: " + name);
        int end = lines.stream().map(String::strip).toList().lastIndexOf("// readme: end");
        List<String> region = lines.subList(begin + 1, end);
        return String.join("\n", region).stripIndent();
    }

    private static List<String> javaBlocks() throws IOException {
        List<String> blocks = new ArrayList<>();
        List<String> block = null;
        for (String line : Files.readAllLines(README)) {
            if (block == null && line.equals("```java")) {
                block = new ArrayList<>();
            } else if (block != null && line.equals("```")) {
                blocks.add(String.join("\n", block));
                block = null;
            } else if (block != null) {
                block.add(line);
            }
        }
        return blocks;
    }
}
