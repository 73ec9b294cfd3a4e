package dev.rerun.console.reports;

import dev.rerun.console.domain.RegisterLines;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The report that pages show. To add up a big register takes a while, so it is kept until somebody says that it changed. */
@Component
public class ReportCache {
    private final RegisterLines lines;
    private volatile @Nullable RegisterReport kept;

    public ReportCache(RegisterLines lines) {
        this.lines = lines;
    }

    /** The report that is kept; the first call adds it up. */
    public RegisterReport report() {
        RegisterReport report = kept;
        return report == null ? refresh() : report;
    }

    /** Adds up anew, and keeps that. */
    public RegisterReport refresh() {
        RegisterReport report = addUp();
        kept = report;
        return report;
    }

    /** Adds up anew, and leaves what is kept as it is. */
    public RegisterReport addUp() {
        return new RegisterReport(lines.totals(), Instant.now());
    }
}
