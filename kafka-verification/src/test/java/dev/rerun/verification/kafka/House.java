package dev.rerun.verification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rerun.api.ActivityEntry;
import dev.rerun.api.Contract;
import dev.rerun.api.ContractId;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.api.RerunRequest;
import dev.rerun.api.RerunStatus;
import dev.rerun.api.StreamNotReadyException;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.ActivityStream;
import dev.rerun.core.spi.RerunStore;
import dev.rerun.jdbc.JdbcSchema;
import dev.rerun.jdbc.JdbcStore;
import dev.rerun.servers.PostgresDatabase;
import dev.rerun.servers.PostgresServer;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A house that bills entries by {@link RunningFee} in a PostgreSQL database of its own, first at rate 1 and then at rate 2. */
final class House implements AfterEachCallback {
    static final String APP = "ferries";
    static final Instant CUTOFF = Instant.parse("2026-06-01T00:00:00Z");
    static final Duration LONG = Duration.ofSeconds(90);

    private static final Instant NOW = Instant.parse("2026-06-20T00:00:00Z");
    private static final List<String> TABLES = List.of(
            "activity_entry",
            "activity_outcome",
            "register_item",
            "rerun_archived_item",
            "rerun_entry",
            "rerun_failure",
            "rerun_lane");

    private final PostgresDatabase database = PostgresServer.shared()
            .database("ferries", source -> JdbcSchema.of(source).createOrUpgrade());
    private final List<RerunEngine> opened = Collections.synchronizedList(new ArrayList<>());
    private volatile Consumer<ActivityEntry> onRerun = entry -> {};

    /** Calls a consumer with each entry that is calculated again. */
    void onRerun(Consumer<ActivityEntry> consumer) {
        onRerun = consumer;
    }

    RerunStore store() {
        return JdbcStore.on(database.source());
    }

    /** An engine with small batches and without workers, which is closed with the house. */
    RerunEngine engine(ActivityStream stream) {
        return open(builder(store(), stream, "2"));
    }

    RerunEngine open(RerunEngines.Builder builder) {
        RerunEngine engine = builder.build();
        opened.add(engine);
        return engine;
    }

    RerunEngines.Builder builder(RerunStore store, ActivityStream stream, String rate) {
        Contract contract = new Contract(new ContractId("ferry", "at " + rate), RunningFee.NAME, Map.of("rate", rate));
        return RerunEngines.builder().app(APP).store(store).stream(stream)
                .contracts(entry -> Optional.of(contract))
                .logic(new RunningFee(entry -> onRerun.accept(entry)))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .batchSize(5)
                .lanes(16)
                .stalledAfter(Duration.ofSeconds(1))
                .workers(0);
    }

    /** Brokers that are back need a moment until they lead their partitions again, and a start is refused until then. */
    static Rerun startWhenReady(RerunEngine engine, RerunRequest request) {
        return Awaitility.await()
                .atMost(LONG)
                .ignoreException(StreamNotReadyException.class)
                .until(() -> engine.start(request), run -> true);
    }

    /** Bills entries for the first time, in some keys each. */
    void bill(String app, int entries, int keys) {
        try (RerunEngine first = builder(store(), new NoStream(), "1").build()) {
            first.process(IntStream.rangeClosed(1, entries)
                    .mapToObj(id -> entry(app, id, keys))
                    .toList());
        }
    }

    private static ActivityEntry entry(String app, int id, int keys) {
        Instant time = CUTOFF.plusSeconds(id);
        return new ActivityEntry(app, Integer.toString(id), "ship " + id % keys, time, time, "a trip");
    }

    /** The report is of a run that did all there is, and the register is as a loop over the entries says. */
    void isAsALoopSays(RerunReport report, int entries, int keys) throws SQLException {
        assertThat(report.status()).isEqualTo(RerunStatus.COMPLETED);
        assertThat(report.done()).isEqualTo(entries);
        assertThat(report.itemsCreated()).isEqualTo(entries);
        Map<Integer, Integer> trips = new HashMap<>();
        Map<String, BigDecimal> expected = new TreeMap<>();
        for (int id = 1; id <= entries; id++) {
            int trip = trips.merge(id % keys, 1, Integer::sum);
            expected.put(id + ":fee by " + report.id(), BigDecimal.valueOf(2L * trip));
        }
        assertThat(register(report.app())).isEqualTo(expected);
    }

    private Map<String, BigDecimal> register(String app) throws SQLException {
        Map<String, BigDecimal> items = new TreeMap<>();
        try (Connection connection = database.source().getConnection();
                var statement =
                        connection.prepareStatement("select i.unique_key, i.rerun_id, i.amount from register_item i"
                                + " join rerun_app a on a.id = i.app_id and a.name = ?")) {
            statement.setString(1, app);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    items.put(
                            row.getString(1) + " by " + row.getLong(2),
                            row.getBigDecimal(3).stripTrailingZeros().setScale(0));
                }
            }
        }
        return items;
    }

    /** All that a start which fails must leave as it was. */
    List<String> tables() throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : TABLES) {
            rows.addAll(query("select '" + table + " ' || cast(t as text) from " + table + " t order by 1"));
        }
        return rows;
    }

    List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.source().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }

    /** Closes the engines and drops the database. */
    @Override
    public void afterEach(ExtensionContext context) {
        for (RerunEngine each : List.copyOf(opened)) {
            each.close();
        }
        database.close();
    }
}
