package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whenever the process dies: the same command goes on, and only the packet in flight may be sent again. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class KillTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int PACKETS = 700;
    private static final int KILLS = 8;

    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void goesOnAfterKillsAtRandomMomentsAndRepeatsNothingButThePacketInFlight() throws Exception {
        Random random = new Random(7);
        List<String> expected = scene.registrations().usual(PACKETS);
        int kills = 0;
        Process process = start();
        // On a machine that starts processes fast, all may be sent before the last kill.
        while (kills < KILLS && goesOn(process)) {
            Process current = process;
            int more = scene.server().sent().size() + random.nextInt(PACKETS / KILLS);
            if (random.nextInt(4) == 0) {
                // While it prepares, or before.
                current.waitFor(random.nextInt(1_200), TimeUnit.MILLISECONDS);
            } else {
                await().atMost(LONGEST)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> scene.server().sent().size() > more || !current.isAlive());
            }
            if (goesOn(current)) {
                current.destroyForcibly().onExit().join();
                kills++;
                process = start();
            }
        }
        assertThat(kills).as(output()).isGreaterThan(KILLS / 2);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(output()).isTrue();
        assertThat(process.exitValue()).as(output()).isZero();

        assertThat(repeated(expected, scene.server().sentIds())).hasSizeLessThanOrEqualTo(kills);
        assertThat(scene.server().objections()).isEmpty();
        assertThat(output()).contains("Going on with run");
        assertThat(
                        scene.registrations()
                                .column(
                                        "select count(*) from rerun_reprocess.rerun where status not in ('COMPLETED', 'FAILED')"))
                .containsExactly("0");
    }

    @Test
    void sendsThePacketAgainThatHadNoAnswerWhenTheProcessDied() throws Exception {
        List<String> expected = scene.registrations().usual(10);
        scene.server()
                .answer(packet -> packet.workflowId().equals(expected.get(4)) && packet.number() == 1
                        ? RegistrationProcessor.HANGS
                        : 200);
        scene.operator().configure("request-timeout: 2s", "request-timeout: 60s");
        Process process = scene.operator().starts(out(), "--db", "--limit", "10");
        await().atMost(LONGEST).until(() -> scene.server().sent().size() == 5);
        process.destroyForcibly().onExit().join();

        assertThat(scene.operator().types("--db", "--limit", "10"))
                .as(scene.operator().errors())
                .isZero();

        assertThat(repeated(expected, scene.server().sentIds())).containsExactly(expected.get(4));
    }

    @Test
    void stopsInGoodOrderAtASignalAndRepeatsNothing() throws Exception {
        List<String> expected = scene.registrations().usual(60);
        Process process = scene.operator().starts(out(), "--db", "--limit", "60", "--delay", "20ms");
        await().atMost(LONGEST).until(() -> scene.server().sent().size() >= 10);

        process.destroy();

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output()).isEqualTo(ExitStatus.STOPPED);
        int done = scene.server().sent().size();
        assertThat(output()).contains("stopped at " + done + " of 60; the same command goes on");

        assertThat(scene.operator().types("--db", "--limit", "60"))
                .as(scene.operator().errors())
                .isZero();
        assertThat(scene.server().sentIds()).containsExactlyElementsOf(expected);
        assertThat(scene.operator().reads()).contains("60 packets sent");
        // Workers begin at once, and may have sent some more before this is said.
        Matcher goingOn = Pattern.compile("Going on with run .*, (\\d+) of 60")
                .matcher(scene.operator().reads());
        assertThat(goingOn.find()).as(scene.operator().reads()).isTrue();
        assertThat(Integer.parseInt(goingOn.group(1))).isBetween(done, 60);
    }

    /** Whether it has something to send still. */
    private boolean goesOn(Process process) {
        return process.isAlive() && Set.copyOf(scene.server().sentIds()).size() < PACKETS - 1;
    }

    /** Which packets came twice; only the last one before a process began may. */
    private Set<String> repeated(List<String> expected, List<String> sent) {
        Set<Integer> begins = new HashSet<>(scene.server().sentBeforeTokens());
        Set<String> repeated = new HashSet<>();
        int next = 0;
        for (int i = 0; i < sent.size(); i++) {
            String id = sent.get(i);
            if (next < expected.size() && id.equals(expected.get(next))) {
                next++;
            } else {
                assertThat(begins).as("a packet came again").contains(i);
                assertThat(id).as("the packet that came again").isEqualTo(expected.get(next - 1));
                repeated.add(id);
            }
        }
        assertThat(next).as("all of them").isEqualTo(expected.size());
        return repeated;
    }

    private Process start() {
        return scene.operator().starts(out(), "--db", "--limit", Integer.toString(PACKETS), "--delay", "2ms");
    }

    private Path out() {
        return scene.directory().resolve("out.txt");
    }

    private String output() throws IOException {
        return Files.exists(out()) ? Files.readString(out()) : "";
    }
}
