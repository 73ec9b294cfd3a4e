package dev.rerun.reprocess;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server does not do, or does not like. */
class ServerFaultTest {
    @RegisterExtension
    private final Scene scene = new Scene();

    @Test
    void triesAgainWhenTheServerHasAnErrorOnce() {
        scene.server().answer(packet -> packet.number() == 1 ? 503 : 200);

        assertThat(scene.operator().types("--db", "--limit", "3")).isZero();

        List<String> three = scene.registrations().usual(3);
        assertThat(scene.server().sentIds())
                .containsExactly(three.get(0), three.get(0), three.get(1), three.get(1), three.get(2), three.get(2));
        assertThat(scene.operator().logged())
                .hasSize(6)
                .element(0)
                .asString()
                .contains("rid=", "process=", "workflow=" + three.get(0), "try=1", "HTTP 503");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, RegistrationProcessor.HANGS})
    void givesUpAPacketThatKeepsFailingAndGoesOn(int status) {
        List<String> three = scene.registrations().usual(3);
        scene.operator().configure("request-timeout: 2s", "request-timeout: 300ms");
        scene.server().answer(packet -> packet.workflowId().equals(three.get(1)) ? status : 200);

        assertThat(scene.operator().types("--db", "--limit", "3")).isEqualTo(ExitStatus.SOME_FAILED);

        assertThat(scene.server().sentIds())
                .containsExactly(three.get(0), three.get(1), three.get(1), three.get(1), three.get(2));
        assertThat(scene.operator().reads())
                .contains("2 packets sent, 1 failed", "workflow " + three.get(1), "(tries: 3)", "--retry");
    }

    @Test
    void doesNotTryAgainWhatTheServerRefuses() {
        scene.server().answer(packet -> packet.number() == 1 ? 400 : 200);
        scene.server().say("{\"errors\":[{\"errorCode\":\"RPR-1\",\"message\":\"no such RID\"}]}");

        assertThat(scene.operator().types("--db", "--limit", "2")).isEqualTo(ExitStatus.SOME_FAILED);

        assertThat(scene.server().sentIds())
                .containsExactlyElementsOf(scene.registrations().usual(2));
        assertThat(scene.operator().reads()).contains("HTTP 400, RPR-1 no such RID");
    }

    @Test
    void sendsFailedPacketsAgainWhenAsked() {
        scene.server().answer(packet -> packet.number() == 1 ? 404 : 200);
        assertThat(scene.operator().types("--db", "--limit", "2")).isEqualTo(ExitStatus.SOME_FAILED);
        String run = scene.operator().reads().replaceAll("(?s).*--retry (\\d+).*", "$1");

        assertThat(scene.operator().types("--retry", run))
                .as(scene.operator().errors())
                .isZero();

        assertThat(scene.server().sent()).hasSize(4);
        assertThat(scene.operator().reads()).contains("2 packets sent");
    }

    @Test
    void anErrorInTheBodyIsAFailureWhateverTheStatus() {
        scene.server().say("{\"errors\":[{\"errorCode\":\"RPR-2\",\"message\":\"not forwarded\"}]}");

        assertThat(scene.operator().types("--db", "--limit", "1")).isEqualTo(ExitStatus.SOME_FAILED);

        assertThat(scene.operator().reads()).contains("HTTP 200, RPR-2 not forwarded");
    }

    @Test
    void pausesWhenNearlyEverythingFailsAndGoesOnWhenAsked() {
        scene.server().answer(packet -> packet.number() == 1 ? 404 : 200);

        assertThat(scene.operator().types("--db", "--limit", "150")).isEqualTo(ExitStatus.STOPPED);

        assertThat(scene.operator().reads()).contains("paused at 100 of 150", "the same command goes on");
        scene.server().answer(packet -> 200);
        assertThat(scene.operator().types("--db", "--limit", "150")).isEqualTo(ExitStatus.SOME_FAILED);
        assertThat(scene.operator().reads()).contains("50 packets sent, 100 failed", "and 80 more");
        assertThat(scene.server().sent()).hasSize(150);
    }

    @Test
    void getsAnotherTokenWhenTheServerTakesItBack() {
        scene.server().answer(packet -> {
            scene.server().forgetTokens();
            return 200;
        });

        assertThat(scene.operator().types("--db", "--limit", "5")).isZero();

        assertThat(scene.server().sentIds())
                .containsExactlyElementsOf(scene.registrations().usual(5));
        assertThat(scene.server().tokensGiven()).isEqualTo(5);
    }

    @Test
    void getsAnotherTokenBeforeTheFirstExpires() {
        scene.server().tokensLive(11);

        assertThat(scene.operator().types("--db", "--limit", "5", "--delay", "700ms"))
                .isZero();

        assertThat(scene.server().sent()).hasSize(5);
        assertThat(scene.server().tokensGiven()).isBetween(2, 5);
        assertThat(scene.operator().logged())
                .allSatisfy(line -> assertThat(line).doesNotContain("401", "e30."));
    }
}
