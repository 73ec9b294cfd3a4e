package dev.rerun.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The README and the pages under docs show what the build compiles and runs, and no other Java. */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path HOSTS = Path.of("src", "it");

    @ParameterizedTest
    @CsvSource({
        "README.md, embedding, module-path-host/src/main/java/com/example/billing/Billing.java",
        "README.md, steering, module-path-host/src/main/java/com/example/billing/Steering.java",
        "README.md, persistence, persistence-unit-host/src/main/java/com/example/customers/CustomerBilling.java",
        "README.md, plug-in, delivery-plug-in/src/main/java/com/example/delivery/DeliveryLogic.java",
        "docs/work.md, work, module-path-host/src/main/java/com/example/billing/Reminders.java",
        "docs/kafka.md, stream, kafka-host/src/main/java/com/example/sharing/SharedBilling.java",
        "docs/kafka.md, start, kafka-host/src/main/java/com/example/sharing/SharedBilling.java",
        "docs/kafka.md, work, kafka-host/src/main/java/com/example/sharing/SharedBilling.java",
        "docs/observability.md, observers, observed-host/src/main/java/com/example/observed/ObservedBilling.java",
    })
    void showTheExampleThatTheBuildCompiles(String page, String region, String file) throws IOException {
        assertThat(javaBlocks(page)).contains(region(HOSTS.resolve(file), region));
    }

    @ParameterizedTest
    @CsvSource({"README.md, 4", "docs/kafka.md, 3", "docs/work.md, 1", "docs/observability.md, 1"})
    void showNoOtherJava(String page, int examples) throws IOException {
        assertThat(javaBlocks(page)).hasSize(examples);
    }

    /** The lines between a region's mark and the next mark of an end. */
    private static String region(Path file, String name) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> marks = lines.stream().map(String::strip).toList();
        int begin = marks.indexOf("// shown: " + name);
        assertThat(begin).as("begin of %s in %s", name, file).isNotNegative();
        int length = marks.subList(begin, marks.size()).indexOf("// shown: end");
        assertThat(length).as("end of %s in %s", name, file).isPositive();
        return String.join("\n", lines.subList(begin + 1, begin + length)).stripIndent();
    }

    private static List<String> javaBlocks(String page) throws IOException {
        List<String> blocks = new ArrayList<>();
        List<String> block = null;
        for (String line : Files.readAllLines(ROOT.resolve(page))) {
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
