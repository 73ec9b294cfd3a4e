package dev.rerun.quickstart;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.ProcessingReport;
import dev.rerun.api.RerunEngine;
import dev.rerun.core.InProcessStream;
import dev.rerun.core.spi.ContractResolver;
import dev.rerun.jdbc.JdbcSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** The scenario up to its rerun, with its published settings, for others who rerun it: the benchmarks and the console. */
public final class RetailHistory {
    /** Whose entries. */
    public static final String APP = PriceLists.APP;

    /** Where the items are. */
    public static final String REGISTER = FulfilmentLogic.REGISTER;

    /** What the amounts are in. */
    public static final String CURRENCY = FulfilmentLogic.CURRENCY;

    private final InvoiceFile file;
    private final Scenario scenario = ScenarioOptions.published();

    private RetailHistory(InvoiceFile file) {
        this.file = file;
    }

    /** Of the sample that the quickstart brings. */
    public static RetailHistory ofSample() {
        return new RetailHistory(InvoiceFile.bundledSample());
    }

    /** Of a file of invoice lines, CSV as it is or compressed with gzip. */
    public static RetailHistory of(Path file) {
        return new RetailHistory(InvoiceFile.of(file));
    }

    /** What people call the lines. */
    public String name() {
        return file.name();
    }

    /**
     * Reads the lines through and counts them.
     *
     * @throws RuntimeException at the first line that is not as it should be, with its number
     */
    public long lines() {
        return file.forEach(line -> {});
    }

    /**
     * Hands over the lines as entries, in the file's order.
     *
     * @throws RuntimeException at the first line that is not as it should be, with its number
     */
    public void forEachEntry(Consumer<ActivityEntry> consumer) {
        file.forEach(line -> consumer.accept(line.toEntry()));
    }

    /** The name of the contract that an entry falls under, or empty for a guest's. */
    public static Optional<String> contractOf(ActivityEntry entry) {
        return PriceLists.contractOf(entry);
    }

    /** The article that an entry is about. */
    public static String articleOf(ActivityEntry entry) {
        return LinePayload.parse(entry.payload()).stockCode();
    }

    /** What lies after this is calculated again. */
    public Instant cutoff() {
        return scenario.cutoff();
    }

    /** The instant that counts as the present. */
    public Instant now() {
        return scenario.now();
    }

    /** How old an entry can be and still be calculated again. */
    public Duration retention() {
        return scenario.retention();
    }

    /** The price list of the rerun. */
    public ContractResolver prices() {
        return PriceLists.after(scenario.ukV2From(), scenario.exportV2From());
    }

    /** Bills the lines in an empty database, and does with the register what the house does before the rerun. */
    public void fill(DataSource empty) throws SQLException {
        JdbcSchema.of(empty).createOrUpgrade();
        try (RerunEngine engine = FulfilmentEngine.on(empty, new InProcessStream(), PriceLists.before())
                .retention(retention())
                .clock(Clock.fixed(now(), ZoneOffset.UTC))
                .workers(0)
                .build()) {
            ProcessingReport report = new FirstRun(engine, Progress.Display.NONE.begin("First processing", 0)).of(file);
            if (report.failed() > 0) {
                throw new ScenarioFailedException(
                        report.failed() + " lines of " + file.name() + " could not be billed");
            }
        }
        new HostRegister(empty).beforeTheRerun(scenario);
    }

    /** The SHA-256 of the register, one line for each item, in hexadecimal. */
    public static String digest(DataSource database) throws SQLException, IOException {
        return new AnswerLines(database).digest(null);
    }
}
