package dev.rerun.quickstart;

import dev.rerun.api.ProcessingReport;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.RerunTimeoutException;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.jdbc.JdbcSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The story from end to end: bill the lines, let the house work with the register, change the prices, rerun. */
final class ScenarioRun {
    private static final Duration LOOK_EACH = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(ScenarioRun.class);

    private final DataSource dataSource;
    private final ActivityStream stream;
    private final HostRegister register;
    private final Scenario scenario;
    private final Progress.Display display;

    ScenarioRun(DataSource dataSource, ActivityStream stream, Scenario scenario, Progress.Display display) {
        this.dataSource = dataSource;
        this.stream = stream;
        this.register = new HostRegister(dataSource);
        this.scenario = scenario;
        this.display = display;
    }

    /** Runs the scenario; the answer lines before and after the rerun go to the files that are given. */
    Account run(InvoiceFile file, @Nullable Path dumpBefore, @Nullable Path dumpAfter)
            throws SQLException, IOException {
        long lines = file.forEach(line -> {});
        // A start asks by itself, but by then the whole file is billed.
        stream.checkReady();
        JdbcSchema.of(dataSource).createOrUpgrade();
        if (register.hasEntries()) {
            throw new ScenarioFailedException("the database already holds entries of app '" + PriceLists.APP
                    + "', to which this scenario would add its own; give an empty database");
        }
        CurrentPriceList prices = new CurrentPriceList(PriceLists.before());
        try (RerunEngine engine = engine(prices)) {
            Stopwatch first = new Stopwatch();
            ProcessingReport processed = firstProcessing(engine, file, lines);
            Duration firstDuration = first.elapsed();

            HostRegister.Changes changes = register.beforeTheRerun(scenario);
            List<Total> before = register.totals();
            String digestBefore = new AnswerLines(dataSource).digest(dumpBefore);

            Stopwatch second = new Stopwatch();
            prices.replaceWith(PriceLists.after(scenario.ukV2From(), scenario.exportV2From()));
            RerunReport report = rerun(engine);
            Duration rerunDuration = second.elapsed();

            return new Account(
                    file.name(),
                    lines,
                    OutcomeCounts.of(dataSource, OutcomeCounts.FIRST_PROCESSING),
                    processed.itemsCreated(),
                    firstDuration,
                    changes,
                    before,
                    digestBefore,
                    report,
                    rerunDuration,
                    OutcomeCounts.of(dataSource, report.id()),
                    register.totals(),
                    new AnswerLines(dataSource).digest(dumpAfter));
        }
    }

    private RerunEngine engine(CurrentPriceList prices) {
        return FulfilmentEngine.on(dataSource, stream, prices)
                .retention(scenario.retention())
                .clock(Clock.fixed(scenario.now(), ZoneOffset.UTC))
                .workers(scenario.workers())
                .build();
    }

    private ProcessingReport firstProcessing(RerunEngine engine, InvoiceFile file, long lines) throws SQLException {
        try (Progress progress = display.begin("First processing", lines)) {
            ProcessingReport report = new FirstRun(engine, progress).of(file);
            if (report.failed() > 0) {
                throw new ScenarioFailedException(report.failed() + " lines could not be billed; first failed "
                        + register.firstFailure(OutcomeCounts.FIRST_PROCESSING));
            }
            return report;
        }
    }

    private RerunReport rerun(RerunEngine engine) throws SQLException {
        RerunRequest request = RerunRequest.after(scenario.cutoff()).because("new price list");
        Rerun rerun = engine.start(scenario.until() == null ? request : request.endingAt(scenario.until()));
        if (scenario.workers() == 0) {
            LOG.info("The rerun waits for worker processes, since this one has no workers; --worker makes one");
        }
        RerunReport report = finished(rerun);
        if (report.status() != RerunStatus.COMPLETED) {
            throw new ScenarioFailedException("rerun " + report.id() + " ended as " + report.status() + " with "
                    + report.failed() + " failed lines; first failed " + register.firstFailure(report.id()));
        }
        return report;
    }

    private RerunReport finished(Rerun rerun) {
        RerunReport report = rerun.report();
        try (Progress progress = display.begin("Rerun", report.total())) {
            while (!report.status().terminal()) {
                try {
                    report = rerun.await(LOOK_EACH);
                } catch (RerunTimeoutException notYet) {
                    report = notYet.report();
                }
                progress.reached(report.done() + report.failed());
            }
        }
        return report;
    }

    private static final class Stopwatch {
        private final long start = System.nanoTime();

        Duration elapsed() {
            return Duration.ofNanos(System.nanoTime() - start);
        }
    }
}
