package dev.rerun.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Actor;
import dev.rerun.api.Contract;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.RerunEngines;
import dev.rerun.jdbc.JdbcSchema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Cancels the scenario's rerun again and again, when a random share of its lines is done, and compares the register each time
 * with the naive calculation; the register is then made what it was.
 */
final class CancelPoints {
    private static final int WORKERS = 4;
    private static final Duration SLOWLY = Duration.ofMillis(8);
    private static final Duration LOOKS_EACH = Duration.ofMillis(1);

    private final DataSource database;
    private final NaiveScenario naive;
    private final CurrentPriceList prices = new CurrentPriceList(PriceLists.before());
    private final AtomicLong resolved = new AtomicLong();
    private volatile long target = Long.MAX_VALUE;

    CancelPoints(DataSource database, NaiveScenario naive) {
        this.database = database;
        this.naive = naive;
    }

    /** Returns how many lines were done at each point. */
    List<Long> run(InvoiceFile file, NaiveScenario.Settings settings, int batchSize, int count, Random random)
            throws SQLException {
        JdbcSchema.of(database).createOrUpgrade();
        try (RerunEngine engine = builder(settings, batchSize).build()) {
            new FirstRun(engine, Progress.Display.NONE.begin("First processing", 0)).of(file);
            new HostRegister(database).beforeTheRerun(scenario(settings));
            execute("create table register_before as select * from register_item");
            prices.replaceWith(PriceLists.after(settings.ukV2From(), settings.exportV2From()));
            List<Long> points = new ArrayList<>();
            for (int point = 1; point <= count; point++) {
                points.add(cancelOnce(engine, settings, random));
            }
            assertThat(engine.start(settings.cutoff())
                            .await(Duration.ofMinutes(5))
                            .status())
                    .isEqualTo(RerunStatus.COMPLETED);
            assertThat(lines()).isEqualTo(naive.after);
            return points;
        }
    }

    private RerunEngines.Builder builder(NaiveScenario.Settings settings, int batchSize) {
        return FulfilmentEngine.on(database, new InProcessStream(Duration.ofMillis(5)), this::resolve)
                .retention(Duration.ofDays(settings.retentionDays()))
                .clock(Clock.fixed(settings.now(), ZoneOffset.UTC))
                .batchSize(batchSize)
                .workers(WORKERS);
    }

    /** From the point on, workers go slowly, so that the run is not over before it is cancelled. */
    private Optional<Contract> resolve(ActivityEntry entry) {
        if (resolved.incrementAndGet() > target) {
            LockSupport.parkNanos(SLOWLY.toNanos());
        }
        return prices.resolve(entry);
    }

    private long cancelOnce(RerunEngine engine, NaiveScenario.Settings settings, Random random) throws SQLException {
        long point = random.nextLong(naive.queued * 9L / 10);
        resolved.set(0);
        target = point;
        Rerun run = engine.start(RerunRequest.after(settings.cutoff()));
        while (resolved.get() < point) {
            LockSupport.parkNanos(LOOKS_EACH.toNanos());
        }
        RerunReport report = engine.cancel(run.id(), Actor.HOST.because("point " + point));
        target = Long.MAX_VALUE;

        BitSet done = done(run.id());
        assertThat(report.status()).isEqualTo(RerunStatus.CANCELLED);
        assertThat(report.done()).isEqualTo(done.cardinality());
        assertThat(report.itemsNotPutBack()).isZero();
        assertThat(NaiveScenario.sha256(lines()))
                .as("cancelled after %s of %s lines", report.done(), report.total())
                .isEqualTo(NaiveScenario.sha256(naive.cancelled(done)));
        execute("delete from register_item where rerun_id = " + run.id());
        execute(
                "insert into register_item select * from register_before b where not exists"
                        + " (select 1 from register_item i where i.register_id = b.register_id and i.unique_key = b.unique_key)");
        return report.done();
    }

    private BitSet done(long rerunId) throws SQLException {
        BitSet lines = new BitSet();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select entry_id from rerun_entry q join rerun_lane l"
                        + " on l.rerun_id = q.rerun_id and l.lane = q.lane and q.seq <= l.watermark where q.rerun_id = "
                        + rerunId)) {
            while (rows.next()) {
                lines.set(rows.getInt(1));
            }
        }
        return lines;
    }

    private List<String> lines() throws SQLException {
        List<String> lines = new ArrayList<>();
        new AnswerLines(database).forEach(lines::add);
        return lines;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static Scenario scenario(NaiveScenario.Settings settings) {
        return new Scenario(
                settings.cutoff(),
                settings.until(),
                settings.now(),
                Duration.ofDays(settings.retentionDays()),
                settings.ukV2From(),
                settings.exportV2From(),
                settings.invoicedModulus(),
                settings.invoicedBefore(),
                settings.uiModulus(),
                settings.uiAt(),
                settings.editModulus(),
                WORKERS);
    }
}
