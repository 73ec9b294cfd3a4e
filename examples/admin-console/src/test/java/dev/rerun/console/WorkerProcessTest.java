package dev.rerun.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

/** A further process with workers and no pages. */
@ConsoleTest
class WorkerProcessTest {
    private static final Duration A_WHILE = Duration.ofSeconds(60);

    @Autowired
    private Scene scene;

    @Autowired
    private MockMvcTester mvc;

    @Value("${spring.datasource.url}")
    private String url = "";

    @Value("${spring.datasource.username}")
    private String user = "";

    @Value("${console.kafka.brokers}")
    private String brokers = "";

    @TempDir
    private Path directory = Path.of("");

    @AfterEach
    void tidy() {
        scene.tidy();
    }

    @Test
    void sharesTheWorkOfTheConsole() throws Exception {
        Path output = directory.resolve("worker.log");
        Process worker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPathWithoutTests(),
                        AdminConsole.class.getName(),
                        "worker",
                        "--jdbc-url",
                        url,
                        "--db-user",
                        user,
                        "--kafka",
                        brokers,
                        "--topic",
                        TestServers.TOPIC)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            Awaitility.await().atMost(A_WHILE).until(() -> Files.readString(output)
                    .contains("worker ready"));
            Awaitility.await().atMost(A_WHILE).until(() -> processes() == 2);

            long id = new Http(mvc, scene.publicId()).started(Scene.CUTOFF);

            assertThat(scene.ended(id).failed()).as(Files.readString(output)).isZero();
            assertThat(scene.digest()).isEqualTo(Scene.ANSWER);
        } finally {
            worker.destroy();
            assertThat(worker.waitFor(A_WHILE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** How many processes read the topic. */
    private long processes() throws Exception {
        String group = TestServers.TOPIC + "-workers";
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) brokers))) {
            ConsumerGroupDescription workers = Objects.requireNonNull(
                    admin.describeConsumerGroups(List.of(group)).all().get().get(group));
            return workers.members().stream()
                    .filter(member -> holdsSomething(member))
                    .count();
        }
    }

    private static boolean holdsSomething(MemberDescription member) {
        return !member.assignment().topicPartitions().isEmpty();
    }

    /** What the jar has, which is no settings for tests. */
    private static String classPathWithoutTests() throws IOException {
        String tests = File.separator + "test-classes";
        return String.join(
                File.pathSeparator,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.endsWith(tests))
                        .toList());
    }
}
