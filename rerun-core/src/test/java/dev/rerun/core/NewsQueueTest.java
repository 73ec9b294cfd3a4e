package dev.rerun.core;

import static dev.rerun.core.Sighted.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewsQueueTest {
    private final NewsQueue queue = new NewsQueue(3);

    private static News state(long id, RerunStatus status) {
        return new News.State(run(id, status, 1));
    }

    private static News progress(long id, long done) {
        return new News.Progress(run(id, RerunStatus.RUNNING, 1, done));
    }

    private List<News> all() {
        queue.end();
        List<News> all = new ArrayList<>();
        News next = queue.take();
        while (next != null) {
            all.add(next);
            next = queue.take();
        }
        return all;
    }

    @Test
    void keepsTheOrder() {
        News registers = new News.Registers(run(1, RerunStatus.COMPLETED, 1), Set.of("Fees"));
        List<News> told = List.of(state(1, RerunStatus.COMPLETED), registers, state(2, RerunStatus.PREPARING));
        told.forEach(queue::add);

        assertThat(all()).isEqualTo(told);
    }

    @Test
    void dropsTheOldestStateAndSaysSoOnceUntilItIsEmpty() {
        assertThat(queue.add(progress(9, 1))).isFalse();
        for (int id = 1; id <= 3; id++) {
            assertThat(queue.add(state(id, RerunStatus.QUEUED))).isFalse();
        }
        assertThat(queue.add(state(4, RerunStatus.QUEUED))).isTrue();
        assertThat(queue.add(state(5, RerunStatus.QUEUED))).isFalse();
        for (int i = 0; i < 4; i++) {
            queue.take();
        }
        for (int id = 6; id <= 8; id++) {
            assertThat(queue.add(state(id, RerunStatus.QUEUED))).isFalse();
        }
        assertThat(queue.add(state(9, RerunStatus.QUEUED))).isTrue();

        assertThat(all()).extracting(news -> news.report().id()).containsExactly(7L, 8L, 9L);
    }

    @Test
    void ofProgressItKeepsTheNewestOfEachRunAtThePlaceOfTheOneBefore() {
        queue.add(progress(1, 10));
        queue.add(progress(2, 20));
        queue.add(progress(1, 11));

        assertThat(all()).containsExactly(progress(1, 11), progress(2, 20));
    }

    @Test
    void aStateMakesWaitingProgressOutOfDate() {
        queue.add(progress(1, 10));
        queue.add(progress(2, 20));
        queue.add(state(1, RerunStatus.PAUSED));
        queue.add(progress(1, 11));

        assertThat(all()).containsExactly(progress(2, 20), state(1, RerunStatus.PAUSED), progress(1, 11));
    }

    @Test
    void progressCountsForNothing() {
        for (int id = 1; id <= 100; id++) {
            assertThat(queue.add(progress(id, 1))).isFalse();
        }

        assertThat(all()).hasSize(100);
    }

    @Test
    void takesNothingAfterItsEndAndGivesWhatWaits() {
        queue.add(state(1, RerunStatus.QUEUED));
        queue.end();
        queue.add(state(2, RerunStatus.QUEUED));

        assertThat(all()).extracting(news -> news.report().id()).containsExactly(1L);
    }

    @Test
    void anAbandonedOneSaysHowMuchNobodyWillHear() {
        queue.add(state(1, RerunStatus.QUEUED));
        queue.add(progress(2, 1));

        assertThat(queue.abandon()).isEqualTo(2);
        assertThat(queue.take()).isNull();
    }

    @Test
    void takesNoNoticeOfAnInterrupt() throws Exception {
        List<RerunReport> taken = new ArrayList<>();
        Thread taking = new Thread(() -> {
            Thread.currentThread().interrupt();
            News next = queue.take();
            if (next != null) {
                taken.add(next.report());
            }
        });
        taking.start();
        queue.add(state(1, RerunStatus.QUEUED));
        taking.join();

        assertThat(taken).hasSize(1);
    }

    @Test
    void takesNothingAfterItsEnd() {
        queue.end();

        assertThat(queue.add(state(1, RerunStatus.QUEUED))).isFalse();
        assertThat(all()).isEmpty();
    }
}
