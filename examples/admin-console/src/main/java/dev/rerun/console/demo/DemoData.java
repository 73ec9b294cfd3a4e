package dev.rerun.console.demo;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RerunEngine;
import dev.rerun.console.domain.Activities;
import dev.rerun.console.domain.ContractVersion;
import dev.rerun.console.domain.ContractVersions;
import dev.rerun.console.reports.ReportCache;
import dev.rerun.quickstart.RetailHistory;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Fills an empty database with the sample of the quickstart, up to the point where prices change and a rerun is due. */
@Component
@Order(1)
@ConditionalOnBooleanProperty("console.demo")
class DemoData implements ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(DemoData.class);

    private static final Instant ALWAYS = Instant.parse("2010-01-01T00:00:00Z");
    private static final Instant UK_V2_FROM = Instant.parse("2011-10-01T00:00:00Z");
    private static final Instant EXPORT_V2_FROM = Instant.parse("2011-11-01T00:00:00Z");

    private final RerunEngine engine;
    private final Activities activities;
    private final ContractVersions contracts;
    private final PeoplesWork people;
    private final ReportCache reports;

    DemoData(
            RerunEngine engine,
            Activities activities,
            ContractVersions contracts,
            PeoplesWork people,
            ReportCache reports) {
        this.engine = engine;
        this.activities = activities;
        this.contracts = contracts;
        this.people = people;
        this.reports = reports;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (activities.count() > 0) {
            return;
        }
        contracts.save(version("uk", "v1", ALWAYS, "0.04", "0.10").beyond(number("1000"), number("0.06")));
        contracts.save(version("export", "v1", ALWAYS, "0.065", "0.15"));
        List<ActivityEntry> entries = new ArrayList<>();
        RetailHistory.ofSample().forEachEntry(entries::add);
        ProcessingReport report = engine.process(entries);
        if (report.failed() > 0) {
            throw new IllegalStateException(report.failed() + " activities of the sample could not be billed");
        }
        people.afterBilling();
        contracts.save(version("uk", "v2", UK_V2_FROM, "0.035", "0.10").beyond(number("500"), number("0.05")));
        contracts.save(version("export", "v2", EXPORT_V2_FROM, "0.07", "0.15"));
        // Somebody may have looked at a page already, and listeners hear of runs alone.
        reports.refresh();
        LOG.info("The sample is billed: {} activities, {} register lines", entries.size(), report.itemsCreated());
    }

    private static ContractVersion version(String name, String version, Instant from, String rate, String fee) {
        return new ContractVersion(name, version, from, number(rate), number(fee));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }
}
