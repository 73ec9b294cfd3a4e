package dev.rerun.benchmarks.workload;

import com.zaxxer.hikari.HikariDataSource;
import dev.rerun.api.ContractId;
import dev.rerun.benchmarks.server.BenchmarkFailedException;
import dev.rerun.benchmarks.server.ConnectionPool;
import dev.rerun.core.RerunEngines;
import dev.rerun.core.spi.PrepareCounts;
import dev.rerun.quickstart.FulfilmentLogic;
import dev.rerun.quickstart.RetailHistory;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The Online Retail scenario of the quickstart: its logic reads the register, customers differ in size, and of the full file it
 * is known what must stand in the register in the end.
 */
public final class RetailWorkload implements Workload {
    private static final int CONNECTIONS = 10;
    private static final long FULL_LINES = 541_909;
    private static final String FULL_ANSWER = "91d5aa3a721546cae836f8c14fca1244781cbbee08bddf92947446b5e85e6973";

    private final RetailHistory history;
    private final long lines;

    /** Reads the lines through, so that a wrong one is found before anything is measured. */
    public RetailWorkload(RetailHistory history) {
        this.history = history;
        this.lines = history.lines();
    }

    @Override
    public String name() {
        return "retail";
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%,d invoice lines (%s), the price list of which changes for the last months",
                lines,
                history.name());
    }

    @Override
    public Window window() {
        return new Window(RetailHistory.APP, history.cutoff(), history.now(), history.retention());
    }

    @Override
    public String register() {
        return RetailHistory.REGISTER;
    }

    @Override
    public String currency() {
        return RetailHistory.CURRENCY;
    }

    @Override
    public void fill(DataSource empty) throws SQLException {
        try (HikariDataSource pool = ConnectionPool.of(empty, CONNECTIONS)) {
            history.fill(pool);
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("vacuum analyze");
            }
        }
    }

    @Override
    public RerunEngines.Builder configure(RerunEngines.Builder engine) {
        return engine.contracts(history.prices()).logic(new FulfilmentLogic());
    }

    @Override
    public List<ContractId> contracts() {
        return RetailTariff.contracts();
    }

    @Override
    public Calculation calculation(Map<ContractId, Integer> contracts) {
        return new RetailCalculation(contracts);
    }

    /** The quickstart's tests count; here all contenders must come to the same, and to the answer. */
    @Override
    public Optional<PrepareCounts> expected() {
        return Optional.empty();
    }

    @Override
    public void checkAnswer(DataSource database) throws SQLException {
        if (lines != FULL_LINES) {
            return;
        }
        try {
            String digest = RetailHistory.digest(database);
            if (!digest.equals(FULL_ANSWER)) {
                throw new BenchmarkFailedException(
                        "the register's lines have the SHA-256 " + digest + " in place of " + FULL_ANSWER);
            }
        } catch (IOException e) {
            throw new BenchmarkFailedException("the register could not be read", e);
        }
    }
}
