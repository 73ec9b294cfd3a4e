package dev.rerun.reliability.histories;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Works for a while under load and with faults: {@code -Dreliability.soak=PT10M} says for how long, {@code -Dreliability.seed=7} by which
 * seed. Without, it is a small one, so that it works when it is needed.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS)
class SoakTest {
    private static final String SHORT = "PT10S";

    @Test
    void theRegisterIsRightAfterAllOfIt() throws Exception {
        Duration time = Duration.parse(System.getProperty("reliability.soak", SHORT));

        assertThat(new Soak(Long.getLong("reliability.seed", 1), time).run()).isEmpty();
    }
}
