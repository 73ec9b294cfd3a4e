package dev.rerun.jdbc;

import dev.rerun.api.RerunOptions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** The columns of a run's options, in the order in which they are bound and read. */
final class OptionColumns {
    private static final List<String> NAMES = List.of(
            "entry_limit",
            "first_only",
            "go_on_if_all_succeed",
            "pause_micros",
            "entries_per_second",
            "batches_at_once",
            "hold_failed_keys",
            "pause_at_failure_share",
            "pause_not_before");

    static final String LIST = String.join(", ", NAMES);

    static final String PLACES = NAMES.stream().map(name -> "?").collect(Collectors.joining(", "));

    private OptionColumns() {}

    static Binding bind(RerunOptions options) {
        return parameters -> parameters
                .number(options.limit())
                .number(options.firstOnly())
                .flag(options.goOnIfAllSucceed())
                .number(options.pauseBetweenEntries().dividedBy(ChronoUnit.MICROS.getDuration()))
                .integer(options.entriesPerSecond())
                .integer(options.batchesAtOnce())
                .flag(options.holdFailedKeys())
                .real(options.pauseAtFailureShare())
                .integer(options.pauseNotBefore());
    }

    static RerunOptions read(Row row) throws SQLException {
        return new RerunOptions(
                row.numberOrNull(),
                row.numberOrNull(),
                row.flag(),
                Duration.of(row.number(), ChronoUnit.MICROS),
                row.integerOrNull(),
                row.integerOrNull(),
                row.flag(),
                row.real(),
                row.integer());
    }
}
