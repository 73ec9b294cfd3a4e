package dev.rerun.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Work that is repeated until it is closed. */
class PeriodicTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(5);

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicBoolean done = new AtomicBoolean();

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void isRepeatedOnAThreadThatKeepsNoProcessAlive() {
        CountDownLatch times = new CountDownLatch(3);
        List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
        Periodic periodic = new Periodic("rerun-test", SHORT, () -> {
            threads.add(Thread.currentThread());
            times.countDown();
        });
        periodic.open();
        await(times);
        periodic.close();

        assertThat(threads.get(0).isDaemon()).isTrue();
        assertThat(threads.get(0).getName()).isEqualTo("rerun-test");
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void isWaitedForWhenItIsClosedAlsoByWhoIsInterrupted() throws InterruptedException {
        Periodic periodic = new Periodic("rerun-test", SHORT, () -> {
            begun.countDown();
            await(released);
            done.set(!Thread.currentThread().isInterrupted());
        });
        periodic.open();
        await(begun);
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread closing = new Thread(() -> {
            periodic.close();
            interrupted.set(done.get() && Thread.currentThread().isInterrupted());
        });
        closing.start();
        closing.interrupt();
        Awaitility.await()
                .atMost(LONG)
                .until(() -> closing.getState() == Thread.State.TIMED_WAITING && !closing.isInterrupted());
        released.countDown();
        closing.join(LONG.toMillis());

        assertThat(interrupted).isTrue();
    }

    @Test
    void mayCloseItself() {
        List<Periodic> own = new ArrayList<>();
        own.add(new Periodic("rerun-test", SHORT, () -> {
            own.get(0).close();
            begun.countDown();
        }));
        own.get(0).open();

        await(begun);
    }
}
