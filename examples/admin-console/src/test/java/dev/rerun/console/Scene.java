package dev.rerun.console;

import dev.rerun.api.Actor;
import dev.rerun.api.Rerun;
import dev.rerun.api.RerunEngine;
import dev.rerun.api.RerunReport;
import dev.rerun.console.domain.ArticleHold;
import dev.rerun.console.domain.ArticleHolds;
import dev.rerun.console.engine.ConsoleSettings;
import dev.rerun.console.reports.RunTotals;
import dev.rerun.quickstart.RetailHistory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.awaitility.Awaitility;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What tests do and look up beside the pages and the API, with SQL of their own where it is about money. */
@TestComponent
final class Scene {
    static final Instant CUTOFF = RetailHistory.ofSample().cutoff();

    /** The quickstart's answer after the rerun of its sample, from a naive calculation without rerun. */
    static final String ANSWER = "904d1e2333867cc642a49d0d6d3fa6c17d51f4baf6c488051f91b374f614e999";

    private static final Duration A_WHILE = Duration.ofSeconds(30);

    private final RerunEngine engine;
    private final ConsoleSettings settings;
    private final ArticleHolds holds;
    private final RunTotals totals;
    private final JdbcClient database;

    Scene(RerunEngine engine, ConsoleSettings settings, ArticleHolds holds, RunTotals totals, JdbcClient database) {
        this.engine = engine;
        this.settings = settings;
        this.holds = holds;
        this.totals = totals;
        this.database = database;
    }

    String publicId() {
        return settings.app().publicId();
    }

    /** Waits for the end of a run, and until everybody was told of it. */
    RerunReport ended(long id) {
        Rerun run = engine.find(id).orElseThrow();
        RerunReport report = run.await(A_WHILE);
        Instant end = report.finishedAt();
        if (end == null) {
            throw new AssertionError("run " + id + " is over and has no end");
        }
        Awaitility.await().atMost(A_WHILE).until(() -> !totals.after(id, end).isEmpty());
        return report;
    }

    /** Ends the runs that a test has left going, and releases all articles. */
    void tidy() {
        holds.findAllByOrderByArticle().forEach(hold -> holds.deleteByArticle(hold.article()));
        for (RerunReport report : engine.history(settings.app().name())) {
            if (!report.status().terminal()) {
                engine.cancel(report.id(), Actor.HOST);
                ended(report.id());
            }
        }
    }

    int runs() {
        return engine.history(settings.app().name()).size();
    }

    /** Puts an article on hold. */
    void hold(String article, String reason) {
        holds.save(new ArticleHold(article, reason, Instant.now()));
    }

    /** The sum of the register, straight from the table. */
    BigDecimal sum() {
        return database.sql("select sum(amount) from billing.register_line")
                .query(BigDecimal.class)
                .single();
    }

    long count(String sql) {
        return database.sql(sql).query(Long.class).single();
    }

    String text(String sql) {
        return database.sql(sql).query(String.class).single();
    }

    void execute(String sql) {
        database.sql(sql).update();
    }

    /** The SHA-256 of the register, one line for each item, as the quickstart has it. */
    String digest() {
        List<String> lines = database.sql(
                        "select line_key, amount, units, rerun_id is not null from billing.register_line"
                                + " order by line_key collate \"C\"")
                .query((row, number) ->
                        row.getString(1) + "|" + row.getBigDecimal(2).toPlainString() + "|"
                                + units(row.getBigDecimal(3)) + "|" + (row.getBoolean(4) ? "R" : "") + "\n")
                .list();
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(String.join("", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String units(BigDecimal value) {
        return value.setScale(3, RoundingMode.UNNECESSARY).stripTrailingZeros().toPlainString();
    }

    /** An amount as pages show it. */
    static String shown(BigDecimal amount) {
        return String.format(Locale.ROOT, "%,.2f", amount);
    }
}
